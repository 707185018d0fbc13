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

/* Spreads numbers that lie close together: the finalizer of MurmurHash3 (A. Appleby).  The index
 * holds fingerprints that went through it. */
static inline uint64_t
hash_spread(uint64_t key)
{
	key ^= key >> 33;
	key *= 0xff51afd7ed558ccd;
	key ^= key >> 33;
	key *= 0xc4ceb9fe1a85ec53;
	return key ^ key >> 33;
}

#endif
