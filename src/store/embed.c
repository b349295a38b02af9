/* SPDX-License-Identifier: ISC */
/*
 * embed - at build time, SQL files into arrays that the store links.
 *
 * embed OUT.c NAME [FILE...] NAME [FILE...]: a NAME is an argument without a
 * dot.  Each gives db_NAME_migrations and db_NAME_migrations_n.
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
		if (c == 0 || c > 126) {
			fprintf(stderr, "%s: not plain ASCII\n", path);
			fclose(in);
			return -1;
		}
		fprintf(out, "%s%d,", column++ % 16 == 0 ? "\n" : "", c);
	}
	fprintf(out, "0 };\n");
	fclose(in);
	return 0;
}

static void
put_table(FILE *out, const char *name, int n)
{
	fprintf(out, "const char *const db_%s_migrations[] = {", name);
	for (int i = 1; i <= n; i++)
		fprintf(out, " %s_%d,", name, i);
	fprintf(out, " 0 };\nconst size_t db_%s_migrations_n = %d;\n", name, n);
}

static int
put_all(FILE *out, int argc, char **argv)
{
	const char *name = NULL;
	int n = 0;

	fprintf(out, "#include <stddef.h>\n#include \"store/db.h\"\n");
	for (int i = 0; i < argc; i++) {
		if (strchr(argv[i], '.') == NULL) {
			if (name != NULL)
				put_table(out, name, n);
			name = argv[i];
			n = 0;
		} else if (name == NULL ||
		    put_file(out, name, ++n, argv[i]) == -1) {
			return -1;
		}
	}
	if (name != NULL)
		put_table(out, name, n);
	return ferror(out) ? -1 : 0;
}

int
main(int argc, char **argv)
{
	FILE *out;
	int r;

	if (argc < 3 || (out = fopen(argv[1], "w")) == NULL) {
		fprintf(stderr, "usage: embed OUT.c NAME FILE...\n");
		return 1;
	}
	r = put_all(out, argc - 2, argv + 2);
	if (fclose(out) != 0 || r == -1) {
		remove(argv[1]);
		return 1;
	}
	return 0;
}
