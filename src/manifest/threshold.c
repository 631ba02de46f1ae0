#include "manifest/threshold.h"

/* Each key once, with the roles of all its signatures. */
static size_t
merge(const struct signatory *all, size_t count, struct signatory out[SIGNATURES_MAX])
{
	size_t used = 0;
	for (size_t i = 0; i < count && i < SIGNATURES_MAX; i++) {
		size_t at = 0;
		while (at < used && !digest_equal(&out[at].key, &all[i].key))
			at++;
		if (at == used)
			out[used++] = (struct signatory){ .key = all[i].key };
		out[at].roles |= all[i].roles;
	}
	return used;
}

static size_t
count_bits(uint32_t set)
{
	size_t bits = 0;
	for (; set != 0; set &= set - 1)
		bits++;
	return bits;
}

/* Which sets of roles can be held at once: one signer after the other takes one more, or none. */
static uint32_t
hold_most(const struct signatory *signers, size_t count, size_t roles)
{
	bool can[1 << FORM_ROLES_MAX] = { true };
	uint32_t sets = (uint32_t)1 << roles, most = 0;
	for (size_t i = 0; i < count; i++)
		/* From the largest set down, so that a signer is not taken twice. */
		for (uint32_t set = sets; set-- > 0;)
			for (uint32_t role = 0; can[set] && role < roles; role++) {
				uint32_t bit = (uint32_t)1 << role;
				if ((signers[i].roles & bit) != 0 && (set & bit) == 0)
					can[set | bit] = true;
			}
	for (uint32_t set = 0; set < sets; set++)
		if (can[set] && count_bits(set) > count_bits(most))
			most = set;
	return most;
}

struct tally
threshold_count(const struct signatory *all, size_t count, size_t roles)
{
	struct signatory signers[SIGNATURES_MAX];
	struct tally tally = { .signers = 0 };
	size_t used = merge(all, count, signers);
	for (size_t i = 0; i < used; i++)
		if (roles == 0 || signers[i].roles != 0)
			tally.signers++;
	tally.held = roles == 0 ? 0 : hold_most(signers, used, roles);
	return tally;
}
