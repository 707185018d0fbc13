#include "sandbox.h"
#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* ---- Landlock --------------------------------------------------------------------------- */

/* The numbers are the kernel's (include/uapi/linux/landlock.h); the header of the C library's
 * package may be older than the kernel the program runs on. */
#define CREATE_RULESET 444
#define ADD_RULE 445
#define RESTRICT_SELF 446
#define VERSION_ONLY 1u
#define RULE_PATH 1

#define FS_WRITE_FILE (UINT64_C(1) << 1)
#define FS_READ_FILE (UINT64_C(1) << 2)
#define FS_READ_DIR (UINT64_C(1) << 3)
#define FS_REMOVE_FILE (UINT64_C(1) << 5)
#define FS_MAKE_REG (UINT64_C(1) << 8)
#define FS_TRUNCATE (UINT64_C(1) << 14) /* ABI 3 */
#define FS_READ (FS_READ_FILE | FS_READ_DIR)
#define FS_WRITE (FS_READ | FS_WRITE_FILE | FS_REMOVE_FILE | FS_MAKE_REG | FS_TRUNCATE)
#define FS_OF_A_FILE (FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE)

struct ruleset {
	uint64_t fs, net, scoped;
};

struct path_rule {
	uint64_t allowed;
	int32_t fd;
} __attribute__((packed));

/* What each version of the interface can refuse; everything that it can, it does. */
static size_t
handled(long abi, struct ruleset *out)
{
	unsigned rights = abi >= 5 ? 16 : abi >= 3 ? 15 : abi == 2 ? 14 : 13;

	*out = (struct ruleset){(UINT64_C(1) << rights) - 1, abi >= 4 ? 3 : 0, abi >= 6 ? 3 : 0};
	return abi >= 6   ? sizeof *out
	       : abi >= 4 ? offsetof(struct ruleset, scoped)
			  : offsetof(struct ruleset, net);
}

static enum err_code
allow(int rules, const struct ruleset *can, const char *path, uint64_t rights, struct err *err)
{
	struct path_rule rule = {.fd = open(path, O_PATH | O_CLOEXEC)};
	enum err_code code = ERR_OK;
	struct stat st;

	if (rule.fd < 0)
		return ERR_OK;
	if (fstat(rule.fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rights &= FS_OF_A_FILE;
	rule.allowed = rights & can->fs;
	if (syscall(ADD_RULE, rules, RULE_PATH, &rule, 0) != 0)
		code = err_errno(err, _("the sandbox: %s"), path);
	close(rule.fd);
	return code;
}

/* What a program in a terminal reads of the system. */
static const char *const system_paths[] = {"/usr/share", "/usr/lib", "/usr/lib64", "/lib", "/lib64",
	"/etc/terminfo", "/etc/localtime", "/etc/locale.alias", "/proc/self", "/dev/urandom", NULL};
static const char *const device_paths[] = {"/dev/null", "/dev/tty", NULL};

static enum err_code
allow_all(int rules, const struct ruleset *can, const char *const *paths, uint64_t rights,
	struct err *err)
{
	enum err_code code = ERR_OK;

	for (; code == ERR_OK && paths != NULL && *paths != NULL; paths++)
		code = allow(rules, can, *paths, rights, err);
	return code;
}

static enum err_code
restrict_files(const struct sandbox_paths *paths, struct sandbox *out, struct err *err)
{
	long abi = syscall(CREATE_RULESET, NULL, 0, VERSION_ONLY);
	const char *const terminfo[] = {getenv("TERMINFO"), NULL};
	struct ruleset can;
	enum err_code code;
	size_t size;
	int rules;

	if (abi < 1)
		return ERR_OK;
	size = handled(abi, &can);
	rules = (int)syscall(CREATE_RULESET, &can, size, 0);
	if (rules < 0)
		return err_errno(err, "%s", _("the sandbox for files"));
	code = allow_all(rules, &can, system_paths, FS_READ, err);
	if (code == ERR_OK)
		code = allow_all(rules, &can, terminfo, FS_READ, err);
	if (code == ERR_OK)
		code = allow_all(rules, &can, device_paths, FS_OF_A_FILE, err);
	if (code == ERR_OK)
		code = allow_all(rules, &can, paths->readable, FS_READ, err);
	if (code == ERR_OK)
		code = allow_all(rules, &can, paths->writable, FS_WRITE, err);
	if (code == ERR_OK && syscall(RESTRICT_SELF, rules, 0) != 0)
		code = err_errno(err, "%s", _("the sandbox for files"));
	close(rules);
	out->files = code == ERR_OK;
	out->tcp = code == ERR_OK && abi >= 4;
	return code;
}

/* ---- seccomp ---------------------------------------------------------------------------- */

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCH AUDIT_ARCH_RISCV64
#endif

/* A thread is no process; the leak checker stops threads by means that are refused otherwise. */
#ifdef __SANITIZE_ADDRESS__
#define LEAK_CHECKER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LEAK_CHECKER 1
#endif
#endif

/* Calls that a reader of articles never makes: they start programs, speak to other machines or
 * processes, change who one is or what the system is, or reach files around the paths. */
static const int refused[] = {
#ifdef SYS_fork
	SYS_fork, SYS_vfork,
#endif
	SYS_execve, SYS_execveat, SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen,
	SYS_accept, SYS_accept4, SYS_process_vm_readv, SYS_process_vm_writev,
#ifndef LEAK_CHECKER
	SYS_ptrace,
#endif
	SYS_tkill, SYS_pidfd_open, SYS_pidfd_send_signal, SYS_bpf, SYS_perf_event_open,
	SYS_userfaultfd, SYS_io_uring_setup, SYS_add_key, SYS_request_key, SYS_keyctl, SYS_mount,
	SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_setns, SYS_unshare, SYS_init_module,
	SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_reboot, SYS_swapon, SYS_swapoff,
	SYS_open_by_handle_at, SYS_name_to_handle_at, SYS_setuid, SYS_setgid, SYS_setreuid,
	SYS_setregid, SYS_setresuid, SYS_setresgid, SYS_setgroups, SYS_setfsuid, SYS_setfsgid,
	SYS_personality, SYS_quotactl, SYS_acct, SYS_fchmodat, SYS_fchownat, SYS_setxattr,
	SYS_lsetxattr, SYS_fsetxattr, SYS_symlinkat, SYS_linkat, SYS_mknodat,
#ifdef SYS_chmod
	SYS_chmod, SYS_chown, SYS_lchown, SYS_symlink, SYS_link, SYS_mknod,
#endif
	SYS_shmget, SYS_msgget, SYS_semget};

enum {
	REFUSED = sizeof refused / sizeof *refused,
	FIXED = 26 /* instructions that are not the list's, at most */
};

#ifdef ARCH

struct program {
	struct sock_filter code[REFUSED + FIXED];
	unsigned short len;
};

static void
put(struct program *p, uint16_t code, uint8_t yes, uint8_t no, uint32_t k)
{
	p->code[p->len++] = (struct sock_filter){code, yes, no, k};
}

static void
put_load(struct program *p, size_t offset)
{
	put(p, BPF_LD | BPF_W | BPF_ABS, 0, 0, (uint32_t)offset);
}

/* Ends with `k` where the loaded word is `value`, or where it is not. */
static void
put_end_if(struct program *p, bool equal, uint32_t value, uint32_t k)
{
	put(p, BPF_JMP | BPF_JEQ | BPF_K, equal ? 0 : 1, equal ? 1 : 0, value);
	put(p, BPF_RET | BPF_K, 0, 0, k);
}

static uint32_t
error(unsigned number)
{
	return SECCOMP_RET_ERRNO | (number & SECCOMP_RET_DATA);
}

/* One call whose argument decides: `inside` instructions follow that look at it. */
static void
put_call(struct program *p, int call, uint8_t inside)
{
	put(p, BPF_JMP | BPF_JEQ | BPF_K, 0, inside, (uint32_t)call);
}

/* The low half of an argument, on machines of little endian. */
static size_t
argument(unsigned which)
{
	return offsetof(struct seccomp_data, args) + sizeof(uint64_t) * which;
}

static void
put_list(struct program *p)
{
	for (size_t i = 0; i < REFUSED; i++)
		put(p, BPF_JMP | BPF_JEQ | BPF_K, (uint8_t)(REFUSED - i), 0, (uint32_t)refused[i]);
	put(p, BPF_JMP | BPF_JA, 0, 0, 1);
	put(p, BPF_RET | BPF_K, 0, 0, error(EPERM));
}

static void
make_program(struct program *p)
{
	put_load(p, offsetof(struct seccomp_data, arch));
	put_end_if(p, false, ARCH, SECCOMP_RET_KILL_PROCESS);
	put_load(p, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
	/* The calls of x32 have other numbers. */
	put(p, BPF_JMP | BPF_JGE | BPF_K, 0, 1, 0x40000000);
	put(p, BPF_RET | BPF_K, 0, 0, error(EPERM));
#endif
	put_list(p);
#ifndef LEAK_CHECKER
	/* Threads may be started.  What clone3 is asked for cannot be seen here; without it the C
	 * library takes clone. */
	put_end_if(p, true, SYS_clone3, error(ENOSYS));
	put_call(p, SYS_clone, 4);
	put_load(p, argument(0));
	put(p, BPF_JMP | BPF_JSET | BPF_K, 1, 0, CLONE_THREAD);
	put(p, BPF_RET | BPF_K, 0, 0, error(EPERM));
	put(p, BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW);
#endif
	/* Signals go to the process itself alone. */
	put_call(p, SYS_kill, 4);
	put_load(p, argument(0));
	put_end_if(p, false, (uint32_t)getpid(), error(EPERM));
	put(p, BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW);
	/* No words are put into the mouth of whoever sits at the terminal.  The last instruction is
	 * also where everything ends that no list names. */
	put_call(p, SYS_ioctl, 5);
	put_load(p, argument(1));
	put_end_if(p, true, TIOCSTI, error(EPERM));
	put_end_if(p, true, 0x541C /* TIOCLINUX */, error(EPERM));
	put(p, BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW);
}

static enum err_code
restrict_calls(struct sandbox *out, struct err *err)
{
	struct program p = {.len = 0};
	struct sock_fprog fprog;

	/* A kernel without it does not know the question. */
	if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0)
		return ERR_OK;
	make_program(&p);
	fprog = (struct sock_fprog){p.len, p.code};
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &fprog) == 0)
		out->calls = true;
	else if (errno != ENOSYS && errno != EINVAL)
		return err_errno(err, "%s", _("the sandbox for system calls"));
	return ERR_OK;
}

#else

static enum err_code
restrict_calls(struct sandbox *out, struct err *err)
{
	(void)out;
	(void)err;
	return ERR_OK;
}

#endif

enum err_code
sandbox_enter(const struct sandbox_paths *paths, struct sandbox *out, struct err *err)
{
	enum err_code code;

	*out = (struct sandbox){false, false, false};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return err_errno(err, "%s", _("the sandbox"));
	code = restrict_files(paths, out, err);
	return code == ERR_OK ? restrict_calls(out, err) : code;
}

#else

enum err_code
sandbox_enter(const struct sandbox_paths *paths, struct sandbox *out, struct err *err)
{
	(void)paths;
	(void)err;
	*out = (struct sandbox){false, false, false};
	return ERR_OK;
}

#endif

const char *
sandbox_note(const struct sandbox *sandbox)
{
	if (sandbox->files && sandbox->calls)
		return NULL;
	if (sandbox->calls)
		return _("this kernel has no Landlock: files outside of the archive are kept out "
			 "by the program alone");
	if (sandbox->files)
		return _("this kernel has no seccomp: other programs and sockets are kept out by "
			 "the program alone");
	return _("this kernel has neither Landlock nor seccomp: the session is restricted by the "
		 "program alone");
}
