/* tui/sandbox: behind it nothing outside can be reached.  Each trick runs in a process of its own,
 * which ends with 0 where the kernel refused it. */
#include "sandbox.h"
#include "../lib/temp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static bool
was_refused(long result)
{
	return result == -1 && (errno == EPERM || errno == EACCES || errno == ENOSYS);
}

/* Opens a file and says whether that was refused. */
static bool
open_refused(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	return was_refused(fd);
}

static void *
touch(void *flag)
{
	*(bool *)flag = true;
	return NULL;
}

static bool
threads_start(void)
{
	bool ran = false;
	pthread_t thread;

	return pthread_create(&thread, NULL, touch, &ran) == 0 && pthread_join(thread, NULL) == 0 &&
	       ran;
}

/* What has to be possible. */
static bool
work(void)
{
	return !open_refused(temp_path(temp_folder, "own/new"), O_RDWR | O_CREAT) &&
	       !open_refused(temp_path(temp_folder, "own/new"), O_WRONLY | O_TRUNC) &&
	       unlink(temp_path(temp_folder, "own/new")) == 0 &&
	       !open_refused(temp_path(temp_folder, "seen/file"), O_RDONLY) &&
	       !open_refused("/usr/share", O_RDONLY) && !open_refused("/dev/null", O_RDWR) &&
	       kill(getpid(), 0) == 0 && threads_start();
}

/* Files. */
static bool
read_outside(void)
{
	return open_refused("/etc/passwd", O_RDONLY) &&
	       open_refused(temp_path(temp_folder, "hidden"), O_RDONLY) &&
	       open_refused("/", O_RDONLY);
}

static bool
write_outside(void)
{
	return open_refused(temp_path(temp_folder, "seen/file"), O_WRONLY) &&
	       open_refused(temp_path(temp_folder, "seen/new"), O_WRONLY | O_CREAT) &&
	       was_refused(unlink(temp_path(temp_folder, "seen/file"))) &&
	       was_refused(truncate(temp_path(temp_folder, "hidden"), 0)) &&
	       was_refused(mkdir(temp_path(temp_folder, "other"), 0700));
}

static bool
through_a_link(void)
{
	/* The link was laid before; what it leads to counts. */
	return open_refused(temp_path(temp_folder, "own/link"), O_RDONLY) &&
	       was_refused(symlink("/etc/passwd", temp_path(temp_folder, "own/second"))) &&
	       was_refused(link(
		       temp_path(temp_folder, "hidden"), temp_path(temp_folder, "own/third"))) &&
	       was_refused(rename(
		       temp_path(temp_folder, "hidden"), temp_path(temp_folder, "own/fourth"))) &&
	       open_refused(temp_path(temp_folder, "own/../hidden"), O_RDONLY) &&
	       open_refused("/proc/self/root/etc/passwd", O_RDONLY);
}

static bool
change_modes(void)
{
	return was_refused(chmod(temp_path(temp_folder, "hidden"), 0777)) &&
	       was_refused(chown(temp_path(temp_folder, "hidden"), 0, 0));
}

/* Programs. */
static bool
run_a_program(void)
{
	char *const words[] = {(char *)"sh", (char *)"-c", (char *)"true", NULL};

	execv("/bin/sh", words);
	return was_refused(-1);
}

static bool
run_from_memory(void)
{
	int fd = memfd_create("program", 0);
	char *const words[] = {(char *)"program", NULL};

	if (fd < 0)
		return false;
	fexecve(fd, words, words + 1);
	return was_refused(-1);
}

/* The sanitizer's own fork handlers would report what is refused. */
#ifndef __SANITIZE_ADDRESS__
static bool
start_a_process(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return was_refused(child);
}

static bool
through_a_pipe(void)
{
	FILE *f = popen("true", "r");

	return f == NULL;
}
#endif

/* Others. */
static bool
speak_to_machines(void)
{
	int pair[2];

	return was_refused(socket(AF_INET, SOCK_STREAM, 0)) &&
	       was_refused(socket(AF_INET6, SOCK_DGRAM, 0)) &&
	       was_refused(socket(AF_UNIX, SOCK_STREAM, 0)) &&
	       was_refused(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
}

static bool
signal_others(void)
{
	return was_refused(kill(getppid(), 0)) && was_refused(kill(0, 0)) &&
	       was_refused(kill(-1, 0));
}

static bool
type_into_the_terminal(void)
{
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
	bool refused = was_refused(ioctl(tty >= 0 ? tty : 0, TIOCSTI, "x"));

	if (tty >= 0)
		close(tty);
	return refused;
}

static bool
leave_the_room(void)
{
	return was_refused(chroot("/")) && was_refused(syscall(SYS_unshare, 0)) &&
	       was_refused(syscall(SYS_setuid, 0)) &&
	       was_refused(syscall(SYS_mount, "a", "/", "b", 0, 0)) &&
	       was_refused(syscall(SYS_io_uring_setup, 1, NULL)) &&
	       was_refused(syscall(SYS_bpf, 0, NULL, 0));
}

static const struct trick {
	const char *name;
	bool (*refused)(void);
	bool files, calls; /* the wall that has to refuse it */
} tricks[] = {
	{"the work goes on", work, false, false},
	{"reading outside", read_outside, true, false},
	{"writing outside", write_outside, true, false},
	{"through a link", through_a_link, true, true},
	{"changing modes", change_modes, false, true},
	{"running a program", run_a_program, false, true},
	{"running a program from memory", run_from_memory, false, true},
#ifndef __SANITIZE_ADDRESS__
	{"starting a process", start_a_process, false, true},
	{"starting a process through a pipe", through_a_pipe, false, true},
#endif
	{"speaking to machines", speak_to_machines, false, true},
	{"signals to others", signal_others, false, true},
	{"typing into the terminal", type_into_the_terminal, false, true},
	{"leaving the room", leave_the_room, false, true},
};

/* In the child: 0 refused, 1 not refused, 2 no sandbox, 3 the kernel has no such wall. */
static int
try(const struct trick *trick)
{
	char own[4096], seen[4096];
	const char *writable[] = {own, NULL},
		   *readable[] = {seen, temp_path(temp_folder, "none"), NULL};
	const struct sandbox_paths paths = {readable, writable};
	struct sandbox sandbox;
	struct err err;

	snprintf(own, sizeof own, "%s/own", temp_folder);
	snprintf(seen, sizeof seen, "%s/seen", temp_folder);
	if (sandbox_enter(&paths, &sandbox, &err) != ERR_OK)
		return 2;
	if ((sandbox_note(&sandbox) == NULL) != (sandbox.files && sandbox.calls))
		return 2;
	if ((trick->files && !sandbox.files) || (trick->calls && !sandbox.calls))
		return 3;
	return trick->refused() ? 0 : 1;
}

static void
nothing_gets_out(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++) {
		pid_t child = fork();
		int status = 0;

		assert_true(child >= 0);
		if (child == 0)
			_exit(try(&tricks[i]));
		assert_int_equal(waitpid(child, &status, 0), child);
		if (!WIFEXITED(status) || (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != 3))
			fail_msg("%s: status %x", tricks[i].name, (unsigned)status);
		if (WEXITSTATUS(status) == 3)
			print_message("# %s: this kernel has no such wall\n", tricks[i].name);
	}
}

static void
what_is_missing_is_said(void **state)
{
	static const struct sandbox both = {true, true, true}, files = {true, false, false},
				    calls = {false, false, true}, none = {false, false, false};

	(void)state;
	assert_null(sandbox_note(&both));
	assert_non_null(strstr(sandbox_note(&files), "seccomp"));
	assert_non_null(strstr(sandbox_note(&calls), "Landlock"));
	assert_non_null(strstr(sandbox_note(&none), "neither"));
}

static int
set_up(void **state)
{
	temp_open(state);
	temp_puts(temp_folder, "own/old", "x");
	temp_puts(temp_folder, "seen/file", "x");
	temp_puts(temp_folder, "hidden", "x");
	return symlink("/etc/passwd", temp_path(temp_folder, "own/link"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_gets_out),
		cmocka_unit_test(what_is_missing_is_said),
	};

	return cmocka_run_group_tests_name("sandbox", tests, set_up, temp_close);
}
