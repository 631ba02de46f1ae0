/*
 * pipeline/put_facts.h -- the parts of a verdict that programs read.
 *
 * Idea:   a line for people has the first reason; an answer of the library has its place too, and what a good manifest says.
 * Always: facts of a manifest are told where the verdict is good and nowhere else: the caller asks then.
 * Owns:   nothing.
 * Fails:  through put_end().
 */
#ifndef PIPELINE_PUT_FACTS_H
#define PIPELINE_PUT_FACTS_H

#include "manifest/verdict.h"
#include "pipeline/put.h"

/* "file" and, where the reason is the manifest's, its "line". `file` NULL: a stream. */
void put_place(struct put *put, const char *file, const struct judgement *judgement);
/* "manifest" and "output". */
void put_facts(struct put *put, const struct judgement *judgement);
/* "certificate", where signature and path were found good. */
void put_certificate(struct put *put, const struct seal_verdict *seal);

#endif
