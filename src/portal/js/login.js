/* SPDX-License-Identifier: ISC */
/** login - a passkey for a session. */
// @ts-check
import { ask } from "./api.js";
import { onPress, say } from "./dom.js";
import { usePasskey } from "./passkey.js";
import { Refused } from "./refused.js";

onPress("sign-in", async () => {
	say("waiting for the passkey");
	const answer = await ask("/portal/session", { method: "POST",
		body: await usePasskey(),
		headers: { "Content-Type": "application/json" } });

	if (!answer.ok)
		throw new Refused("cannot sign in: the hub does not know " +
		    "this passkey, or its reader may not be here",
		    "whoever invited you confirms your fingerprint first; " +
		    "else register the passkey again where you joined");
	location.assign("/portal");
});
