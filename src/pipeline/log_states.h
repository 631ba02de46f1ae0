/*
 * pipeline/log_states.h -- heads of a log in answers.
 *
 * Idea:   the row of a head is the same wherever one is answered.
 * Always: a root is hexadecimal, as in a manifest.
 * Owns:   nothing.
 * Fails:  through the answer.
 */
#ifndef PIPELINE_LOG_STATES_H
#define PIPELINE_LOG_STATES_H

#include "manifest/note.h"
#include "pipeline/put.h"

/* Begins a row: origin, size, root. */
void put_head(struct put *put, const struct checkpoint *head);

#endif
