#include "manifest/verdict.h"

#include <assert.h>

const char *
verdict_word(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_UNKNOWN:
		return "unknown";
	case VERDICT_GOOD:
		return "good";
	case VERDICT_MANIFEST:
	case VERDICT_UNSIGNED:
	case VERDICT_SEAL:
	case VERDICT_BATCH:
	case VERDICT_LOG:
	case VERDICT_SIGNERS:
	case VERDICT_ATTACHED:
	case VERDICT_TIME:
		break;
	}
	return "bad";
}

void
note(struct notes *notes, const char *text)
{
	assert(notes->count < VERDICT_NOTES);
	notes->text[notes->count++] = text;
}

static enum verdict
because(struct judgement *out, enum verdict verdict, const char *reason)
{
	out->verdict = verdict;
	out->reason = reason;
	return verdict;
}

/* Of a log only where the manifest or the one who asks speaks of one. */
static void
note_log(struct notes *notes, const struct judgement *out)
{
	bool remembers = out->manifest.facts.log.origin[0] != '\0';
	if (out->log.reason == LOG_UNCHECKED && remembers)
		note(notes, "whether the log has the manifest");
	if (out->log.reason != LOG_UNCHECKED && !out->log.since_checked)
		note(notes, "whether the log still has what was known of it before");
	if (out->log.reason != LOG_UNCHECKED && remembers && !out->log.seen_checked)
		note(notes, "whether the log still has what the manifest saw of it");
}

/* What no verdict of this program covers, and what was not asked for. */
static void
note_limits(struct judgement *out, bool sealed, bool named)
{
	struct notes *notes = &out->not_checked;
	if (!named)
		note(notes, "the output's name");
	bool identity = out->seal.identity_checked;
	for (size_t i = 0; i < out->more_count; i++)
		identity = identity || out->more[i].identity_checked;
	if (!sealed && out->ssh_count == 0)
		note(notes, "who made the manifest");
	else if (sealed && !identity)
		note(notes, "which of the trusted signers it should be");
	if (sealed && !out->seal.revocation_checked)
		note(notes, "the revocation of the signer's certificate");
	if (sealed && !out->stamped)
		note(notes, "the time of signing, which the signer only claims");
	if (sealed && out->stamped && out->more_count > 0)
		note(notes, "the time of the further seals, which no time stamp is over");
	if (out->manifest.facts.earlier.named && out->attached.earlier.reason == EARLIER_NONE)
		note(notes, "the earlier release that this one supersedes");
	if (sealed && out->stamped && !out->token.revocation_checked)
		note(notes, "the revocation of the time-stamping authority's certificate");
	if (out->ssh_count > 0)
		note(notes,
		    "the revocation of the SSH key, which only the list of signers can tell");
	note_log(notes, out);
	note(notes, "the original, which only the withheld record proves");
}

/* Of what was laid beside the release: the first that is not good, or NULL. Nothing that was given is passed over. */
static const char *
wrong_beside(struct judgement *out)
{
	const struct attached *beside = &out->attached;
	if (beside->proof.reason != PROOF_NONE && beside->proof.reason != PROOF_GOOD)
		return beside->proof.text;
	if (beside->index.reason != INDEX_NONE && beside->index.reason != INDEX_GOOD)
		return beside->index.text;
	if (beside->earlier.reason != EARLIER_NONE && beside->earlier.reason != EARLIER_GOOD)
		return beside->earlier.text;
	if (beside->proof.reason == PROOF_GOOD)
		note(&out->checked, "what was opened, against the manifest");
	if (beside->index.reason == INDEX_GOOD)
		note(&out->checked, "the index, row by row, and the seal over it");
	if (beside->earlier.reason == EARLIER_GOOD)
		note(&out->checked, "that everything released before is still released");
	return NULL;
}

/* Of batch and log: NULL where what was given is right, else the reason, and which verdict it makes. */
static const char *
place_fault(struct judgement *out, enum verdict *verdict)
{
	*verdict = VERDICT_BATCH;
	if (out->batch.reason != BATCH_UNCHECKED && out->batch.reason != BATCH_GOOD)
		return batch_reason_text(out->batch.reason);
	if (out->batch.reason == BATCH_GOOD)
		note(&out->checked, "the manifest's place in its batch");
	*verdict = VERDICT_LOG;
	if (out->log.reason != LOG_UNCHECKED && out->log.reason != LOG_GOOD)
		return log_reason_text(out->log.reason);
	if (out->log.reason == LOG_GOOD)
		note(&out->checked, "the manifest's place in the log");
	if (out->log.since_checked)
		note(&out->checked, "that the log still has what was known of it before");
	if (out->log.seen_checked)
		note(&out->checked, "that the log still has what the manifest saw of it");
	return NULL;
}

/* The last line is the only one that says good. */
enum verdict
verdict_judge(struct judgement *out, bool sealed, bool named)
{
	out->checked.count = 0;
	out->not_checked.count = 0;
	note_limits(out, sealed, named);
	if (out->manifest.reason == MANIFEST_UNREAD)
		return because(out, VERDICT_UNKNOWN, manifest_reason_text(MANIFEST_UNREAD));
	if (out->manifest.reason != MANIFEST_FITS)
		return because(out, VERDICT_MANIFEST, manifest_reason_text(out->manifest.reason));
	note(&out->checked, "the form of the manifest");
	note(&out->checked, "every byte of the output against it");
	enum verdict fault;
	const char *reason = place_fault(out, &fault);
	if (reason == NULL)
		reason = signers_fault(out, sealed, &fault);
	if (reason != NULL)
		return because(out, fault, reason);
	const char *wrong = wrong_beside(out);
	if (wrong != NULL)
		return because(out, VERDICT_ATTACHED, wrong);
	return because(out, VERDICT_GOOD,
	    out->manifest.facts.signers == 1
		? "the output fits the manifest, and a trusted signer sealed the manifest"
		: "the output fits the manifest, and all signers that it demands sealed it");
}
