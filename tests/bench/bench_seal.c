/* SPDX-License-Identifier: ISC */
/*
 * bench_seal - personalised copies a second, beside three yardsticks: the
 * bare operations that no implementation can do without, the age program
 * called for each copy, and age's own library in Go.
 *
 * All on one core and in turns, so that whatever else the machine does meets
 * all of them alike; what is printed are medians of the turns' ratios.  The
 * yardsticks get their archive finished; only here is it rendered.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sodium.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/rng.h"
#include "seal/age_chunk.h"
#include "telltale/bulletin.h"
#include "telltale/codebook.h"
#include "telltale/copy.h"

#define BULLETIN	20480	/* bytes of its longest rendering */
#define SITES		60
#define READERS		64
#define ROUNDS		15
#define COPIES		400	/* of a turn; the program makes fewer */
#define PROGRAM_COPIES	8
#define LIBRARY_SOURCE	"tests/bench/age_library/main.go"

enum yardstick { OURS, BARE, BARE_SODIUM, PROGRAM, LIBRARY, YARDSTICKS };

struct bench {
	struct tt_bulletin *bulletin;
	struct tt_codebook *codebook;
	struct tt_copy_sealer *sealer;
	struct age_cipher *cipher;
	struct tt_age_identity wave, reader[READERS];
	struct tt_member member;	/* its data is rendering's */
	struct buf rendering;
	size_t archive_size, size;	/* bytes */
	uint8_t *archive, *scratch, *copy;
	uint64_t next;			/* number of the next copy */
	char dir[64];			/* for what other programs read */
	char archive_path[128];
	FILE *to_library, *from_library;	/* NULL: not on this machine */
	double ns[YARDSTICKS][ROUNDS];	/* a copy */
};

extern char **environ;

static void
need(bool ok, const char *what)
{
	if (!ok) {
		fprintf(stderr, "bench_seal: %s\n", what);
		exit(1);
	}
}

static double
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* Sentences with a site in each until there are enough, then plain ones. */
static void
write_bulletin(struct buf *out)
{
	static const char *const sites[] = {
		"{{a remote|an outside|a distant}}", "{{may|can|might}}",
		"{{int 20000..60000}}", "{{fix|patch}}", "{{hex 8}}",
		"{{shortly|soon|in a short while|before long}}",
	};
	const size_t longest[] = { 10, 5, 5, 5, 8, 16 };
	size_t n = 0;

	for (size_t i = 0; i < SITES; i++) {
		const char *text = "The service reads the length before it is "
		    "checked, and so ";

		buf_printf(out, "%s%s is what the reply says.\n", text,
		    sites[i % N_ROWS(sites)]);
		n += strlen(text) + longest[i % N_ROWS(sites)] +
		    strlen(" is what the reply says.\n");
	}
	for (; n < BULLETIN; n++)
		buf_char(out, n % 64 == 63 ? '\n' : 'x');
}

static void
setup_bulletin(struct bench *b)
{
	struct tt_codebook_key key = { { 1 } };
	struct tt_part_text part = { .name = SPAN("advisory.md") };
	static struct tt_slot slots[SITES];
	static struct tt_diags diags;
	struct buf text;

	tt_diags_init(&diags);
	buf_init(&text, 1 << 20);
	write_bulletin(&text);
	part.text = buf_view(&text);
	need(tt_bulletin_parse(&b->bulletin, &part, 1, &diags) == TT_OK &&
	    b->bulletin->n_sites == SITES &&
	    b->bulletin->parts[0].longest == BULLETIN, "the bulletin");
	for (size_t i = 0; i < SITES; i++)
		slots[i] = tt_slot_of(&b->bulletin->sites[i]);
	need(tt_codebook_new(&b->codebook, &key, slots, SITES, NULL) == TT_OK,
	    "the codebook");
	buf_done(&text);
}

static void
setup_sealer(struct bench *b)
{
	struct tt_seal_run run;

	tt_seal_run_generate(&run, rng_system());
	tt_age_identity_generate(&b->wave, rng_system());
	for (size_t i = 0; i < READERS; i++)
		tt_age_identity_generate(&b->reader[i], rng_system());
	buf_init(&b->rendering, BULLETIN);
	b->member.name = SPAN("advisory.md");
	b->member.data.n = BULLETIN;
	need(tt_archive_size(&b->archive_size, &b->member, 1) == TT_OK &&
	    tt_copy_sealer_new(&b->sealer, &b->wave.recipient, &run,
	    b->archive_size) == TT_OK, "the sealer");
	need(age_cipher_new(&b->cipher) == TT_OK, "the cipher");
	b->size = tt_copy_size(b->archive_size);
	b->archive = malloc(b->archive_size);
	b->scratch = malloc(b->size + 16);
	b->copy = malloc(b->size);
	need(b->archive != NULL && b->scratch != NULL && b->copy != NULL,
	    "no memory");
}

/* The next reader's: row, rendering, archive, two layers, hash. */
static void
make_copy(struct bench *b)
{
	uint64_t symbols[SITES], number = b->next++;
	uint8_t id[TT_READER_ID_LEN] = { (uint8_t)(number % READERS) };
	uint8_t hash[TT_COPY_HASH_LEN];

	tt_codebook_copy(b->codebook, number / 2, number, symbols);
	buf_clear(&b->rendering);
	need(tt_bulletin_render(b->bulletin, 0, symbols, &b->rendering) ==
	    TT_OK && buf_err(&b->rendering) == TT_OK, "rendering");
	b->member.data = buf_view(&b->rendering);
	need(tt_copy_seal(b->sealer, &b->reader[number % READERS].recipient,
	    id, &b->member, 1, rng_system(), b->copy, hash) == TT_OK,
	    "sealing");
}

/* The last copy opens, and holds the last rendering. */
static void
check_copy(struct bench *b)
{
	const struct tt_copy_opener by = { .n_reader = 1, .wave = &b->wave,
		.reader = &b->reader[(b->next - 1) % READERS] };
	struct tt_copy *c;

	need(tt_copy_open(&c, span_of(b->copy, b->size), &by, NULL) == TT_OK &&
	    c->archive.n == 1 && span_eq(c->archive.member[0].data,
	    buf_view(&b->rendering)), "a copy does not open");
	tt_copy_free(c);
}

static double
measure_ours(struct bench *b)
{
	double start = now_ns();

	for (int i = 0; i < COPIES; i++)
		make_copy(b);
	return (now_ns() - start) / COPIES;
}

static void
multiply(const struct bench *b)
{
	static const uint8_t scalar[32] = { 8, 7, 6 };
	uint8_t out[32];
	int bad = 0;

	for (int i = 0; i < 2; i++) {
		bad |= crypto_scalarmult_base(out, scalar);
		bad |= crypto_scalarmult(out, scalar,
		    b->reader[0].recipient.u);
	}
	need(bad == 0, "X25519");
}

/* Four multiplications, and both layers' bytes through libcrypto's cipher. */
static double
measure_bare(struct bench *b)
{
	const size_t inner = tt_age_file_size(1, b->archive_size);
	static const uint8_t key[32];
	double start = now_ns();

	for (int i = 0; i < COPIES; i++) {
		multiply(b);
		age_chunks_seal(b->cipher, b->scratch, span_of(b->archive,
		    b->archive_size), key);
		age_chunks_seal(b->cipher, b->scratch, span_of(b->copy, inner),
		    key);
	}
	return (now_ns() - start) / COPIES;
}

/* The same with libsodium's, with which sealing.md's section 3 was measured. */
static double
measure_bare_sodium(struct bench *b)
{
	static const uint8_t nonce[12], key[32];
	const size_t inner = tt_age_file_size(1, b->archive_size);
	double start = now_ns();

	for (int i = 0; i < COPIES; i++) {
		multiply(b);
		crypto_aead_chacha20poly1305_ietf_encrypt(b->scratch, NULL,
		    b->archive, b->archive_size, NULL, 0, NULL, nonce, key);
		crypto_aead_chacha20poly1305_ietf_encrypt(b->scratch, NULL,
		    b->copy, inner, NULL, 0, NULL, nonce, key);
	}
	return (now_ns() - start) / COPIES;
}

static pid_t
spawn(char *const argv[], int in, int out)
{
	posix_spawn_file_actions_t fa;
	pid_t pid;

	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_adddup2(&fa, in, 0);
	posix_spawn_file_actions_adddup2(&fa, out, 1);
	need(posix_spawnp(&pid, argv[0], &fa, NULL, argv, environ) == 0,
	    argv[0]);
	posix_spawn_file_actions_destroy(&fa);
	return pid;
}

static bool
ended_well(pid_t pid)
{
	int status;

	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
	    WEXITSTATUS(status) == 0;
}

/* age -r WAVE <archive | age -r READER, what it writes being read here. */
static void
call_program(struct bench *b, const char *wave, const char *reader)
{
	char *inner[] = { (char[]){ "age" }, (char[]){ "-r" },
		strdup(wave), NULL };
	char *outer[] = { (char[]){ "age" }, (char[]){ "-r" },
		strdup(reader), NULL };
	int between[2], back[2], in = open(b->archive_path,
	    O_RDONLY | O_CLOEXEC);
	size_t got = 0;
	ssize_t n;
	pid_t first, second;

	need(in >= 0 && pipe2(between, O_CLOEXEC) == 0 &&
	    pipe2(back, O_CLOEXEC) == 0, "a pipe");
	first = spawn(inner, in, between[1]);
	second = spawn(outer, between[0], back[1]);
	close(in);
	close(between[0]);
	close(between[1]);
	close(back[1]);
	while ((n = read(back[0], b->scratch, b->size)) > 0)
		got += (size_t)n;
	close(back[0]);
	need(ended_well(first) && ended_well(second) && got == b->size,
	    "age did not make a copy of this size");
	free(inner[2]);
	free(outer[2]);
}

static double
measure_program(struct bench *b)
{
	char wave[TT_AGE_RECIPIENT_LEN + 1], reader[TT_AGE_RECIPIENT_LEN + 1];
	double start;

	tt_age_recipient_format(wave, &b->wave.recipient);
	tt_age_recipient_format(reader, &b->reader[0].recipient);
	start = now_ns();
	for (int i = 0; i < PROGRAM_COPIES; i++)
		call_program(b, wave, reader);
	return (now_ns() - start) / PROGRAM_COPIES;
}

static double
measure_library(struct bench *b)
{
	struct span in, ns;
	uint64_t took = 0, size;
	char text[64];

	if (b->to_library == NULL)
		return 0;
	fprintf(b->to_library, "%d\n", COPIES);
	fflush(b->to_library);
	need(fgets(text, sizeof(text), b->from_library) != NULL,
	    "age's library does not answer");
	in = span_trim(span_str(text));
	need(span_word(&in, ' ', &ns) && span_u64(ns, INT64_MAX, &took) ==
	    TT_OK && span_u64(in, INT64_MAX, &size) == TT_OK &&
	    size == b->size, "age's library did not make copies of this size");
	return (double)took / COPIES;
}

/* What the others read: an archive, and all recipients. */
static void
write_files(struct bench *b, char path[128])
{
	char text[TT_AGE_RECIPIENT_LEN + 1];
	FILE *f;

	snprintf(b->archive_path, sizeof(b->archive_path), "%s/archive",
	    b->dir);
	need(tt_archive_write(b->archive, b->archive_size, &b->member, 1) ==
	    TT_OK && (f = fopen(b->archive_path, "wb")) != NULL &&
	    fwrite(b->archive, 1, b->archive_size, f) == b->archive_size &&
	    fclose(f) == 0, "writing the archive");
	snprintf(path, 128, "%s/recipients", b->dir);
	need((f = fopen(path, "w")) != NULL, "writing recipients");
	tt_age_recipient_format(text, &b->wave.recipient);
	fprintf(f, "%s\n", text);
	for (size_t i = 0; i < READERS; i++) {
		tt_age_recipient_format(text, &b->reader[i].recipient);
		fprintf(f, "%s\n", text);
	}
	need(fclose(f) == 0, "writing recipients");
}

/* Debian installs Go packages for builds without modules. */
static bool
build_library(const char *program)
{
	char *argv[] = { (char[]){ "go" }, (char[]){ "build" },
		(char[]){ "-o" }, strdup(program),
		(char[]){ LIBRARY_SOURCE }, NULL };
	posix_spawn_file_actions_t fa;
	bool ok;
	pid_t pid;

	if (access("/usr/share/gocode/src/filippo.io/age", R_OK) != 0 ||
	    access(LIBRARY_SOURCE, R_OK) != 0) {
		free(argv[3]);
		return false;
	}
	setenv("GO111MODULE", "off", 1);
	setenv("GOPATH", "/usr/share/gocode", 1);
	setenv("GOMAXPROCS", "1", 1);
	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_addopen(&fa, 2, "/dev/null", O_WRONLY, 0);
	ok = posix_spawnp(&pid, argv[0], &fa, NULL, argv, environ) == 0 &&
	    ended_well(pid);
	posix_spawn_file_actions_destroy(&fa);
	free(argv[3]);
	return ok;
}

static void
start_library(struct bench *b, const char *recipients)
{
	char program[128];
	char *argv[] = { program, b->archive_path, strdup(recipients), NULL };
	int to[2], from[2];

	snprintf(program, sizeof(program), "%s/age_library", b->dir);
	if (build_library(program)) {
		need(pipe2(to, O_CLOEXEC) == 0 && pipe2(from, O_CLOEXEC) == 0,
		    "a pipe");
		spawn(argv, to[0], from[1]);
		close(to[0]);
		close(from[1]);
		b->to_library = fdopen(to[1], "w");
		b->from_library = fdopen(from[0], "r");
		need(b->to_library != NULL && b->from_library != NULL,
		    "a pipe");
	}
	free(argv[2]);
}

/* This and all children on one core: the one we are on. */
static void
pin(void)
{
	int cpu = sched_getcpu();
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET((size_t)(cpu < 0 ? 0 : cpu), &one);
	need(sched_setaffinity(0, sizeof(one), &one) == 0, "one core");
}

static int
compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The median over the rounds of a / b, or of a where b is NULL. */
static double
median(const double *a, const double *b)
{
	double v[ROUNDS];

	for (int i = 0; i < ROUNDS; i++)
		v[i] = b == NULL ? a[i] : a[i] / b[i];
	qsort(v, ROUNDS, sizeof(v[0]), compare);
	return v[ROUNDS / 2];
}

static void
line(const struct bench *b, const char *name, enum yardstick y)
{
	double ns = median(b->ns[y], NULL);

	printf("%-42s %8.1f us  %8.0f a second", name, ns / 1e3, 1e9 / ns);
}

static void
report(const struct bench *b)
{
	double over = median(b->ns[OURS], b->ns[BARE]) - 1;
	double over_sodium = median(b->ns[OURS], b->ns[BARE_SODIUM]) - 1;
	double program = median(b->ns[PROGRAM], b->ns[OURS]);
	double library = median(b->ns[LIBRARY], b->ns[OURS]);

	printf("bulletin %d bytes with %d sites, archive %zu, copy %zu bytes; "
	    "one core, medians of %d turns of %d copies (age: %d)\n", BULLETIN,
	    SITES, b->archive_size, b->size, ROUNDS, COPIES, PROGRAM_COPIES);
	line(b, "copies: row, rendering, layers, hash", OURS);
	printf("\n");
	line(b, "bare X25519 and ChaCha20-Poly1305", BARE);
	printf("  left over: %.0f %% (at most 33)\n", 100 * over);
	line(b, "the same, both libsodium's", BARE_SODIUM);
	printf("  left over: %.0f %% (at most 33)\n", 100 * over_sodium);
	line(b, "the age program, twice for each copy", PROGRAM);
	printf("  ratio: %.1f (at least 25)\n", program);
	if (b->to_library == NULL) {
		printf("age's Go library: not measured, it is not installed "
		    "(golang-filippo-age-dev, golang-golang-x-crypto-dev,\n"
		    "golang-filippo-edwards25519-dev, golang-go)\n");
		return;
	}
	line(b, "age's Go library", LIBRARY);
	printf("  ratio: %.2f (at least 1.2)\n", library);
}

static void
drop(struct bench *b, const char *recipients)
{
	char program[128];

	snprintf(program, sizeof(program), "%s/age_library", b->dir);
	if (b->to_library != NULL) {
		fclose(b->to_library);
		fclose(b->from_library);
		while (wait(NULL) > 0 || errno == EINTR)
			continue;
		unlink(program);
	}
	unlink(b->archive_path);
	unlink(recipients);
	rmdir(b->dir);
	free(b->archive);
	free(b->scratch);
	free(b->copy);
	buf_done(&b->rendering);
	age_cipher_free(b->cipher);
	tt_copy_sealer_free(b->sealer);
	tt_codebook_free(b->codebook);
	tt_bulletin_free(b->bulletin);
}

int
main(void)
{
	static double (*const measure[YARDSTICKS])(struct bench *) = {
		[OURS] = measure_ours, [BARE] = measure_bare,
		[BARE_SODIUM] = measure_bare_sodium,
		[PROGRAM] = measure_program, [LIBRARY] = measure_library,
	};
	static struct bench b;
	char recipients[128];

	need(sodium_init() >= 0, "libsodium");
	pin();
	snprintf(b.dir, sizeof(b.dir), "/tmp/bench_seal.XXXXXX");
	need(mkdtemp(b.dir) != NULL, "a folder in /tmp");
	setup_bulletin(&b);
	setup_sealer(&b);
	make_copy(&b);
	write_files(&b, recipients);
	start_library(&b, recipients);
	for (int i = -1; i < ROUNDS; i++)	/* the first is for warmth */
		for (int y = 0; y < YARDSTICKS; y++)
			b.ns[y][i < 0 ? 0 : i] = measure[y](&b);
	check_copy(&b);
	report(&b);
	drop(&b, recipients);
	return 0;
}
