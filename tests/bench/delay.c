/*
 * delay.c - a long line: a TCP proxy on this machine that holds back what it hands on.
 *
 * Usage: delay PORT MS
 *
 * Prints the port of 127.0.0.1 that it listens on, takes connections one after the other, and
 * gives what comes to PORT and back, half of MS later each way and in order; so an answer takes MS
 * longer than it would.  When a connection ends it says how many bytes went which way, and how
 * often the direction turned: a turn is what a reader waits for.  SIGTERM ends it.
 */
#include "../lib/clock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct piece {
	struct piece *next;
	double due;
	size_t len, at;
	char bytes[];
};

/* One direction. */
struct way {
	int from, to;
	struct piece *first, **last;
	unsigned long bytes;
	bool closed; /* nothing more comes */
};

static double half;

static void
fail(const char *what)
{
	fprintf(stderr, "delay: %s: %s\n", what, strerror(errno));
	exit(1);
}

static bool
receive(struct way *w)
{
	struct piece *p = malloc(sizeof *p + 65536);
	ssize_t n;

	if (p == NULL)
		fail("memory");
	n = read(w->from, p->bytes, 65536);
	if (n <= 0) {
		free(p);
		w->closed = true;
		return false;
	}
	p->next = NULL;
	p->due = now_ms() + half;
	p->len = (size_t)n;
	p->at = 0;
	*w->last = p;
	w->last = &p->next;
	w->bytes += (unsigned long)n;
	return true;
}

/* Hands on what is due; false where nobody takes it. */
static bool
hand_on(struct way *w)
{
	while (w->first != NULL && w->first->due <= now_ms()) {
		struct piece *p = w->first;
		const ssize_t n = write(w->to, p->bytes + p->at, p->len - p->at);

		if (n < 0)
			return errno == EINTR;
		p->at += (size_t)n;
		if (p->at < p->len)
			continue;
		w->first = p->next;
		if (w->first == NULL)
			w->last = &w->first;
		free(p);
	}
	return true;
}

static int
wait_ms(const struct way *way)
{
	double next = 1000;

	for (int i = 0; i < 2; i++)
		if (way[i].first != NULL && way[i].first->due - now_ms() < next)
			next = way[i].first->due - now_ms();
	return next > 0 ? (int)next + 1 : 0;
}

static void
carry(int client, int server)
{
	struct way way[2] = {{.from = client, .to = server}, {.from = server, .to = client}};
	unsigned turns = 0;
	int before = -1;
	bool goes = true;

	for (int i = 0; i < 2; i++)
		way[i].last = &way[i].first;
	while (goes && !(way[0].closed && way[1].closed)) {
		struct pollfd fds[2] = {{.fd = way[0].closed ? -1 : client, .events = POLLIN},
			{.fd = way[1].closed ? -1 : server, .events = POLLIN}};

		if (poll(fds, 2, wait_ms(way)) < 0 && errno != EINTR)
			fail("poll");
		for (int i = 0; i < 2 && goes; i++) {
			if (fds[i].revents != 0 && receive(&way[i]) && before != i) {
				turns += before >= 0;
				before = i;
			}
			goes = hand_on(&way[i]);
			/* The end travels as well. */
			if (way[i].closed && way[i].first == NULL)
				shutdown(way[i].to, SHUT_WR);
		}
	}
	fprintf(stderr, "delay: %lu bytes there, %lu back, the direction turned %u times\n",
		way[0].bytes, way[1].bytes, turns);
}

static struct sockaddr_in
local(int port)
{
	return (struct sockaddr_in){.sin_family = AF_INET,
		.sin_port = htons((in_port_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int
connect_to(int port)
{
	const struct sockaddr_in address = local(port);
	const int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (s < 0 || connect(s, (const struct sockaddr *)&address, sizeof address) != 0)
		fail("connect");
	return s;
}

static void
at_once(int s)
{
	const int on = 1;

	setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

int
main(int argc, char **argv)
{
	const int port = argc == 3 ? atoi(argv[1]) : 0;
	const int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in address = local(0);
	socklen_t len = sizeof address;

	if (port <= 0 || port > 65535) {
		fprintf(stderr, "usage: delay PORT MS\n");
		return 2;
	}
	half = atof(argv[2]) / 2;
	if (s < 0 || bind(s, (const struct sockaddr *)&address, sizeof address) != 0 ||
		listen(s, 8) != 0 || getsockname(s, (struct sockaddr *)&address, &len) != 0)
		fail("listen");
	printf("%d\n", ntohs(address.sin_port));
	fflush(stdout);
	for (;;) {
		const int client = accept(s, NULL, NULL);
		int server;

		if (client < 0)
			fail("accept");
		server = connect_to(port);
		at_once(client);
		at_once(server);
		carry(client, server);
		close(client);
		close(server);
	}
}
