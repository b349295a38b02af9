/* SPDX-License-Identifier: ISC */
/* init_text - plain words to begin with; counsel will have better ones. */
#include "cli/init.h"
#include "programme/agreement.h"

struct span
init_agreement_text(void)
{
	return SPAN(
	    "Agreement on early information, version 1\n"
	    "\n"
	    "1. The vendor tells the partner about flaws in the vendor's\n"
	    "   products before a remedy is public, so that protection is\n"
	    "   ready on the day.\n"
	    "2. What is told is confidential until the public instant that\n"
	    "   each bulletin names. Only the readers whom the partner has\n"
	    "   named, and whom the vendor has confirmed, may see it.\n"
	    "3. The partner uses it to protect its customers, in the ways\n"
	    "   that each bulletin permits, and for nothing else.\n"
	    "4. " AGREEMENT_MARKING_CLAUSE
	    "5. Before a copy is handed over, the reader signs for it. What\n"
	    "   is signed is kept in a ledger that neither side can change.\n"
	    "6. A partner that a law obliges to tell an authority says so\n"
	    "   when it joins, and again whenever that changes.\n"
	    "7. Either side may end this in writing. What was told before\n"
	    "   stays confidential until its public instant.\n");
}

struct span
init_embargo_text(void)
{
	return SPAN(
	    "This bulletin is under embargo until the public instant that\n"
	    "is named above. Until then it is for the reader to whom it was\n"
	    "handed, under the agreement that the reader's organisation has\n"
	    "signed, and for the uses that are listed above.\n"
	    "\n"
	    "The copy was made for one reader and can be traced to that\n"
	    "reader. By signing, the reader confirms to have asked for it\n"
	    "under these terms.\n"
	    "\n"
	    "Whoever cannot keep to them, or learns that somebody has not,\n"
	    "tells the vendor at once.\n");
}
