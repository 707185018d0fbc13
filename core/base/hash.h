/*
 * hash.h - a hash of bytes that is the same on every machine and for ever.
 *
 * SipHash-2-4 (J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input
 * PRF", 2012) with 64 bits of output.  What is stored (stable ids, content
 * hashes, terms of the index) is made with it, so it may never change.  Each
 * use has a key of its own, so that equal bytes of two kinds do not meet.
 */
#ifndef BAOLAN_BASE_HASH_H
#define BAOLAN_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t hash_bytes(uint64_t key, const void *bytes, size_t len);

#endif
