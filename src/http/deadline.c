/* SPDX-License-Identifier: ISC */
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "http/deadline.h"

#define LOOK_MS	250

struct deadline {
	struct deadline *prev, *next;
	int64_t end_ms;
	int fd;
};

struct deadlines {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	pthread_t thread;
	struct deadline *first;
	bool ending;
};

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
cut_late(struct deadlines *all)
{
	int64_t now = now_ms();

	for (struct deadline *d = all->first; d != NULL; d = d->next)
		if (now >= d->end_ms)
			shutdown(d->fd, SHUT_RDWR);
}

static void *
look(void *ctx)
{
	struct deadlines *all = ctx;
	struct timespec t;
	int64_t at;

	pthread_mutex_lock(&all->lock);
	while (!all->ending) {
		if (all->first == NULL) {
			pthread_cond_wait(&all->wake, &all->lock);
			continue;
		}
		at = now_ms() + LOOK_MS;
		t.tv_sec = at / 1000;
		t.tv_nsec = at % 1000 * 1000000;
		pthread_cond_timedwait(&all->wake, &all->lock, &t);
		cut_late(all);
	}
	pthread_mutex_unlock(&all->lock);
	return NULL;
}

enum tt_err
deadlines_new(struct deadlines **out)
{
	struct deadlines *all = calloc(1, sizeof(*all));
	pthread_condattr_t attr;

	if (all == NULL)
		return TT_ENOMEM;
	pthread_mutex_init(&all->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&all->wake, &attr);
	pthread_condattr_destroy(&attr);
	if (pthread_create(&all->thread, NULL, look, all) != 0) {
		pthread_cond_destroy(&all->wake);
		pthread_mutex_destroy(&all->lock);
		free(all);
		return TT_ENOMEM;
	}
	*out = all;
	return TT_OK;
}

void
deadlines_free(struct deadlines *all)
{
	if (all == NULL)
		return;
	pthread_mutex_lock(&all->lock);
	all->ending = true;
	pthread_cond_signal(&all->wake);
	pthread_mutex_unlock(&all->lock);
	pthread_join(all->thread, NULL);
	pthread_cond_destroy(&all->wake);
	pthread_mutex_destroy(&all->lock);
	free(all);
}

struct deadline *
deadline_add(struct deadlines *all, int fd, unsigned seconds)
{
	struct deadline *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return NULL;
	d->fd = fd;
	d->end_ms = now_ms() + (int64_t)seconds * 1000;
	pthread_mutex_lock(&all->lock);
	d->next = all->first;
	if (d->next != NULL)
		d->next->prev = d;
	all->first = d;
	if (d->next == NULL)
		pthread_cond_signal(&all->wake);
	pthread_mutex_unlock(&all->lock);
	return d;
}

void
deadline_set(struct deadlines *all, struct deadline *d, unsigned seconds)
{
	if (d == NULL)
		return;
	pthread_mutex_lock(&all->lock);
	d->end_ms = now_ms() + (int64_t)seconds * 1000;
	pthread_mutex_unlock(&all->lock);
}

void
deadline_drop(struct deadlines *all, struct deadline *d)
{
	if (d == NULL)
		return;
	pthread_mutex_lock(&all->lock);
	if (d->prev != NULL)
		d->prev->next = d->next;
	else
		all->first = d->next;
	if (d->next != NULL)
		d->next->prev = d->prev;
	pthread_mutex_unlock(&all->lock);
	free(d);
}
