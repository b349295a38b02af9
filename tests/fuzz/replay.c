/* SPDX-License-Identifier: ISC */
/*
 * replay - a main for fuzz targets that runs every file of its folders once.
 * What a fuzzer found stays in the corpus, and so is tested for ever.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
run_file(const char *dir, const char *name)
{
	char path[4096];
	uint8_t *p;
	long size;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	if ((f = fopen(path, "rb")) == NULL)
		return -1;
	fseek(f, 0, SEEK_END);
	size = ftell(f);
	rewind(f);
	if (size < 0 || (p = malloc((size_t)size + 1)) == NULL) {
		fclose(f);
		return -1;
	}
	if (fread(p, 1, (size_t)size, f) == (size_t)size)
		LLVMFuzzerTestOneInput(p, (size_t)size);
	free(p);
	fclose(f);
	return 0;
}

int
main(int argc, char **argv)
{
	struct dirent *e;
	size_t n = 0;
	DIR *d;

	for (int i = 1; i < argc; i++) {
		if ((d = opendir(argv[i])) == NULL) {
			fprintf(stderr, "cannot open %s\n", argv[i]);
			return 1;
		}
		while ((e = readdir(d)) != NULL)
			if (e->d_name[0] != '.')
				n += run_file(argv[i], e->d_name) == 0;
		closedir(d);
	}
	printf("%zu inputs\n", n);
	return n == 0;	/* a corpus without seeds is a mistake */
}
