/*
 * revise.h - what a chain of labels cannot see: how many of a kind an article has.
 *
 * The model (model.h) weighs labels that follow each other.  Whether a short line over a text is a
 * sub-head or the next headline it tells by what stands near, and where neither text is signed
 * it is often a close thing.  But an article that has sub-heads has several: of 332 with
 * sub-heads on the gold pages 17 have a single one, and 15 of these are signed at their head.
 */
#ifndef BAOLAN_PAGE_REVISE_H
#define BAOLAN_PAGE_REVISE_H

#include "page/parser.h"

/* Makes a headline of an article's only sub-head, where nothing at the article's head tells who
 * wrote it, or the text below is signed at its end, and the labels lose little by it.
 * decisions: those of the sheet that was read.
 * Thread rule: as the reading. */
void revise_labels(const struct reading *reading, struct decision *decisions);

#endif
