/* SPDX-License-Identifier: ISC */
/*
 * embed - at build time, text files into arrays that a room links.
 *
 * embed OUT.c NAME FILE...: gives
 *
 *	extern const char *const NAME[];	the texts, NULL after the last
 *	extern const size_t NAME_n;		how many
 *
 * which whoever uses them declares.  Texts hold no NUL.
 */
#include <stdio.h>
#include <string.h>

static int
put_file(FILE *out, const char *name, int number, const char *path)
{
	FILE *in = fopen(path, "rb");
	int c, column = 0;

	if (in == NULL) {
		perror(path);
		return -1;
	}
	fprintf(out, "static const char %s_%d[] = {", name, number);
	while ((c = getc(in)) != EOF) {
		if (c == 0) {
			fprintf(stderr, "%s: holds a NUL\n", path);
			fclose(in);
			return -1;
		}
		fprintf(out, "%s(char)%d,", column++ % 12 == 0 ? "\n" : "", c);
	}
	fprintf(out, "0 };\n");
	fclose(in);
	return 0;
}

int
main(int argc, char **argv)
{
	int n = argc - 3, r = 0;
	FILE *out;

	if (argc < 4 || (out = fopen(argv[1], "w")) == NULL) {
		fprintf(stderr, "usage: embed OUT.c NAME FILE...\n");
		return 1;
	}
	fprintf(out, "#include <stddef.h>\nextern const char *const %s[];\n"
	    "extern const size_t %s_n;\n", argv[2], argv[2]);
	for (int i = 0; i < n && r == 0; i++)
		r = put_file(out, argv[2], i + 1, argv[i + 3]);
	fprintf(out, "const char *const %s[] = {", argv[2]);
	for (int i = 1; i <= n; i++)
		fprintf(out, " %s_%d,", argv[2], i);
	fprintf(out, " NULL };\nconst size_t %s_n = %d;\n", argv[2], n);
	if (ferror(out))
		r = -1;
	if (fclose(out) != 0 || r == -1) {
		remove(argv[1]);
		return 1;
	}
	return 0;
}
