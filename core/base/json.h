/*
 * json.h - writing JSON.
 *
 * Thread rule: a buffer belongs to one thread.
 */
#ifndef BAOLAN_BASE_JSON_H
#define BAOLAN_BASE_JSON_H

#include "base/buf.h"

/* Appends a text as a JSON string with its quotes (RFC 8259); what is no UTF-8 becomes U+FFFD.
 * Characters that steer a terminal (C1, bidi controls, line separators, tags) are escaped, so that
 * a line of JSON may be looked at anywhere. */
void json_string(struct buf *out, const char *text, size_t len);

/* The same for a C string; NULL becomes null. */
void json_text(struct buf *out, const char *text);

/* The same for JSON that was made elsewhere. */
void json_guard(struct buf *out, const char *json, size_t len);

#endif
