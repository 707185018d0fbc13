/*
 * err.h - how a failure travels up to whoever can tell a person.
 *
 * A function that can fail returns an err_code and, where the code is not
 * ERR_OK, has filled the caller's struct err with the same code and one
 * sentence for a person.  The caller may pass NULL when the sentence is of no
 * use to it.  Nothing below the front ends prints.
 *
 * Thread rule: a struct err belongs to one thread.
 */
#ifndef BAOLAN_BASE_ERR_H
#define BAOLAN_BASE_ERR_H

#include <stdarg.h>

enum err_code {
	ERR_OK = 0,
	ERR_NOMEM,     /* an allocation failed */
	ERR_IO,        /* a system call failed; the text names the file */
	ERR_REFUSED,   /* one input is not usable (encoding, size); others go on */
	ERR_USAGE,     /* the caller's words are wrong: unknown district, bad date … */
	ERR_NOTFOUND,  /* no such article, page or place */
	ERR_ARCHIVE,   /* the archive cannot be used: missing, foreign, newer, locked, disk full */
	ERR_DAMAGED,   /* what the archive says makes no sense: made afresh, it can be used */
	ERR_CANCELLED, /* somebody asked for it */
	ERR_LIMIT,     /* a bound that protects the program was reached */
	ERR_BUG        /* an invariant does not hold; worth a report */
};

#define ERR_TEXT_MAX 512

struct err {
	enum err_code code;
	char text[ERR_TEXT_MAX]; /* UTF-8, one sentence, cut at a character boundary */
};

/* Fills *err (which may be NULL) and returns code, so that a failure is one line:
 *	return err_set(err, ERR_REFUSED, _("%s: no known encoding"), path);
 */
enum err_code err_set(struct err *err, enum err_code code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The same for a failed system call: appends strerror(errno).  errno ENOMEM gives ERR_NOMEM. */
enum err_code err_errno(struct err *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* ERR_NOMEM with its usual sentence.  Inline, so that whoever reads the caller (a compiler, an
 * analyser) sees that it never is ERR_OK. */
void err_put_nomem(struct err *err);

static inline enum err_code
err_nomem(struct err *err)
{
	err_put_nomem(err);
	return ERR_NOMEM;
}

/* Puts "PREFIX: " before the sentence, for a caller that knows the file's name. */
void err_prefix(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
