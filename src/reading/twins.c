/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "base/attr.h"
#include "reading/twins.h"

/* Ascending.  By blocks: Latin with strokes and hooks, phonetic and small
 * capitals; Greek; Cyrillic; Armenian; Hebrew and Arabic; Cherokee; Coptic;
 * Tifinagh; Lisu; Deseret; Warang Citi. */
static const struct {
	uint32_t cp;
	char latin;
} twins[] = {
	{ 0x00f8, 'o' }, { 0x0111, 'd' }, { 0x0127, 'h' }, { 0x0131, 'i' },
	{ 0x0142, 'l' }, { 0x0167, 't' }, { 0x0180, 'b' }, { 0x0185, 'b' },
	{ 0x0192, 'f' }, { 0x0196, 'l' }, { 0x0199, 'k' }, { 0x01a5, 'p' },
	{ 0x01ad, 't' }, { 0x01b4, 'y' }, { 0x01b6, 'z' }, { 0x01c0, 'l' },
	{ 0x0237, 'j' }, { 0x023c, 'c' }, { 0x0247, 'e' }, { 0x0249, 'j' },
	{ 0x024d, 'r' }, { 0x024f, 'y' }, { 0x0251, 'a' }, { 0x0253, 'b' },
	{ 0x0256, 'd' }, { 0x0257, 'd' }, { 0x0260, 'g' }, { 0x0261, 'g' },
	{ 0x0262, 'g' }, { 0x0266, 'h' }, { 0x0268, 'i' }, { 0x0269, 'i' },
	{ 0x026a, 'i' }, { 0x026b, 'l' }, { 0x026d, 'l' }, { 0x0271, 'm' },
	{ 0x0272, 'n' }, { 0x0273, 'n' }, { 0x0274, 'n' }, { 0x0275, 'o' },
	{ 0x027c, 'r' }, { 0x027d, 'r' }, { 0x027e, 'r' }, { 0x0280, 'r' },
	{ 0x0282, 's' }, { 0x0288, 't' }, { 0x0289, 'u' }, { 0x028b, 'u' },
	{ 0x028f, 'y' }, { 0x0290, 'z' }, { 0x0299, 'b' }, { 0x029c, 'h' },
	{ 0x029f, 'l' }, { 0x02a0, 'q' }, { 0x037f, 'j' }, { 0x0391, 'a' },
	{ 0x0392, 'b' }, { 0x0395, 'e' }, { 0x0396, 'z' }, { 0x0397, 'h' },
	{ 0x0399, 'i' }, { 0x039a, 'k' }, { 0x039c, 'm' }, { 0x039d, 'n' },
	{ 0x039f, 'o' }, { 0x03a1, 'p' }, { 0x03a4, 't' }, { 0x03a5, 'y' },
	{ 0x03a7, 'x' }, { 0x03b1, 'a' }, { 0x03b3, 'y' }, { 0x03b9, 'i' },
	{ 0x03ba, 'k' }, { 0x03bd, 'v' }, { 0x03bf, 'o' }, { 0x03c1, 'p' },
	{ 0x03c3, 'o' }, { 0x03c5, 'u' }, { 0x03c7, 'x' }, { 0x03f2, 'c' },
	{ 0x03f3, 'j' }, { 0x03f9, 'c' }, { 0x0405, 's' }, { 0x0406, 'i' },
	{ 0x0408, 'j' }, { 0x0410, 'a' }, { 0x0412, 'b' }, { 0x0415, 'e' },
	{ 0x041a, 'k' }, { 0x041c, 'm' }, { 0x041d, 'h' }, { 0x041e, 'o' },
	{ 0x0420, 'p' }, { 0x0421, 'c' }, { 0x0422, 't' }, { 0x0423, 'y' },
	{ 0x0425, 'x' }, { 0x042c, 'b' }, { 0x0430, 'a' }, { 0x0433, 'r' },
	{ 0x0435, 'e' }, { 0x043a, 'k' }, { 0x043e, 'o' }, { 0x0440, 'p' },
	{ 0x0441, 'c' }, { 0x0443, 'y' }, { 0x0445, 'x' }, { 0x044c, 'b' },
	{ 0x0455, 's' }, { 0x0456, 'i' }, { 0x0458, 'j' }, { 0x0461, 'w' },
	{ 0x0474, 'v' }, { 0x0475, 'v' }, { 0x04ae, 'y' }, { 0x04af, 'y' },
	{ 0x04ba, 'h' }, { 0x04bb, 'h' }, { 0x04c0, 'l' }, { 0x04cf, 'l' },
	{ 0x0501, 'd' }, { 0x050c, 'g' }, { 0x050d, 'g' }, { 0x051a, 'q' },
	{ 0x051b, 'q' }, { 0x051c, 'w' }, { 0x051d, 'w' }, { 0x053c, 'l' },
	{ 0x054d, 'u' }, { 0x054f, 's' }, { 0x0555, 'o' }, { 0x0566, 'q' },
	{ 0x0570, 'h' }, { 0x0575, 'j' }, { 0x0578, 'n' }, { 0x057d, 'u' },
	{ 0x0581, 'g' }, { 0x0584, 'f' }, { 0x0585, 'o' }, { 0x05d5, 'l' },
	{ 0x05d8, 'v' }, { 0x05df, 'l' }, { 0x05e1, 'o' }, { 0x0627, 'l' },
	{ 0x0647, 'o' }, { 0x06d5, 'o' }, { 0x10ff, 'o' }, { 0x13a0, 'd' },
	{ 0x13a1, 'r' }, { 0x13a2, 't' }, { 0x13a9, 'y' }, { 0x13aa, 'a' },
	{ 0x13ab, 'j' }, { 0x13ac, 'e' }, { 0x13b3, 'w' }, { 0x13b7, 'm' },
	{ 0x13bb, 'h' }, { 0x13bd, 'y' }, { 0x13c0, 'g' }, { 0x13c2, 'h' },
	{ 0x13c3, 'z' }, { 0x13cf, 'b' }, { 0x13d2, 'r' }, { 0x13d9, 'v' },
	{ 0x13da, 's' }, { 0x13de, 'l' }, { 0x13df, 'c' }, { 0x13e2, 'p' },
	{ 0x13e6, 'k' }, { 0x13e7, 'd' }, { 0x13f4, 'b' }, { 0x1d00, 'a' },
	{ 0x1d03, 'b' }, { 0x1d04, 'c' }, { 0x1d05, 'd' }, { 0x1d07, 'e' },
	{ 0x1d0a, 'j' }, { 0x1d0b, 'k' }, { 0x1d0c, 'l' }, { 0x1d0d, 'm' },
	{ 0x1d0f, 'o' }, { 0x1d11, 'o' }, { 0x1d18, 'p' }, { 0x1d1b, 't' },
	{ 0x1d1c, 'u' }, { 0x1d20, 'v' }, { 0x1d21, 'w' }, { 0x1d22, 'z' },
	{ 0x1d6f, 'm' }, { 0x1d85, 'l' }, { 0x1d8c, 'v' }, { 0x1eff, 'y' },
	{ 0x2c82, 'b' }, { 0x2c94, 'k' }, { 0x2c95, 'k' }, { 0x2c9a, 'n' },
	{ 0x2c9e, 'o' }, { 0x2c9f, 'o' }, { 0x2ca2, 'p' }, { 0x2ca3, 'p' },
	{ 0x2ca4, 'c' }, { 0x2ca5, 'c' }, { 0x2ca6, 't' }, { 0x2ca7, 't' },
	{ 0x2cac, 'x' }, { 0x2cad, 'x' }, { 0x2d38, 'v' }, { 0x2d39, 'e' },
	{ 0x2d4f, 'i' }, { 0x2d54, 'o' }, { 0x2d55, 'q' }, { 0x2d5d, 'x' },
	{ 0xa4d0, 'b' }, { 0xa4d1, 'p' }, { 0xa4d3, 'd' }, { 0xa4d4, 't' },
	{ 0xa4d6, 'g' }, { 0xa4d7, 'k' }, { 0xa4d9, 'j' }, { 0xa4da, 'c' },
	{ 0xa4dc, 'z' }, { 0xa4dd, 'f' }, { 0xa4df, 'm' }, { 0xa4e0, 'n' },
	{ 0xa4e1, 'l' }, { 0xa4e2, 's' }, { 0xa4e3, 'r' }, { 0xa4e6, 'v' },
	{ 0xa4e7, 'h' }, { 0xa4ea, 'w' }, { 0xa4eb, 'x' }, { 0xa4ec, 'y' },
	{ 0xa4ee, 'a' }, { 0xa4f0, 'e' }, { 0xa4f2, 'i' }, { 0xa4f3, 'o' },
	{ 0xa4f4, 'u' }, { 0xa730, 'f' }, { 0xa731, 's' }, { 0xa793, 'c' },
	{ 0xa7b7, 'w' }, { 0xab32, 'e' }, { 0xab35, 'f' }, { 0xab3d, 'o' },
	{ 0xab47, 'r' }, { 0xab48, 'r' }, { 0xab4e, 'u' }, { 0xab52, 'u' },
	{ 0xab5a, 'y' }, { 0xab75, 'i' }, { 0xab81, 'r' }, { 0xab83, 'w' },
	{ 0xab93, 'z' }, { 0xaba9, 'v' }, { 0xabaa, 's' }, { 0xabaf, 'c' },
	{ 0x10404, 'o' }, { 0x10412, 'v' }, { 0x10415, 'c' }, { 0x10420, 's' },
	{ 0x1042c, 'o' }, { 0x1043a, 'v' }, { 0x1043d, 'c' }, { 0x10448, 's' },
	{ 0x118a0, 'v' }, { 0x118a2, 'f' }, { 0x118a3, 'l' }, { 0x118a4, 'y' },
	{ 0x118a6, 'e' }, { 0x118a9, 'z' }, { 0x118ac, 'v' }, { 0x118ae, 'e' },
	{ 0x118af, 'l' }, { 0x118b2, 'l' }, { 0x118b5, 'o' }, { 0x118b8, 'u' },
	{ 0x118bb, 't' }, { 0x118bc, 'i' }, { 0x118c0, 'v' }, { 0x118c1, 's' },
	{ 0x118c2, 'f' }, { 0x118c3, 'i' }, { 0x118c4, 'z' }, { 0x118c8, 'o' },
	{ 0x118d7, 'o' }, { 0x118d8, 'u' }, { 0x118dc, 'y' }, { 0x118e0, 'o' },
	{ 0x118e5, 'z' }, { 0x118e6, 'w' }, { 0x118e9, 'c' }, { 0x118ec, 'x' },
};

/* Alphabets in a row: letters in boxes, discs and on flags. */
static const uint32_t alphabets[] = { 0x1f150, 0x1f170, 0x1f1e6 };

uint32_t
twins_latin(uint32_t cp)
{
	size_t lo = 0, hi = N_ROWS(twins), mid;

	for (size_t i = 0; i < N_ROWS(alphabets); i++)
		if (cp >= alphabets[i] && cp < alphabets[i] + 26)
			return 'a' + (cp - alphabets[i]);
	while (lo < hi) {
		mid = (lo + hi) / 2;
		if (twins[mid].cp == cp)
			return (uint32_t)twins[mid].latin;
		if (twins[mid].cp < cp)
			lo = mid + 1;
		else
			hi = mid;
	}
	return cp;
}
