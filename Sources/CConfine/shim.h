// What a worker process gives up, and how descriptors are lent to it: macros, variadics and structures that Swift cannot
// import from the C library, or that the C library does not have yet.
#pragma once
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

// Sends bytes and at most one descriptor (-1 for none) over a socket; as `sendmsg`.
static inline ssize_t cconfine_send(int socket, const void *bytes, size_t count, int lent) {
  struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
  struct msghdr message;
  memset(&message, 0, sizeof message);
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  union {
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr align;
  } control;
  memset(&control, 0, sizeof control);
  if (lent >= 0) {
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(head), &lent, sizeof(int));
  }
#ifdef MSG_NOSIGNAL
  return sendmsg(socket, &message, MSG_NOSIGNAL);
#else
  return sendmsg(socket, &message, 0);
#endif
}

// Receives bytes and at most one descriptor, -1 where none came; as `recvmsg`.
static inline ssize_t cconfine_receive(int socket, void *bytes, size_t count, int *lent) {
  struct iovec part = {.iov_base = bytes, .iov_len = count};
  struct msghdr message;
  memset(&message, 0, sizeof message);
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  union {
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr align;
  } control;
  memset(&control, 0, sizeof control);
  message.msg_control = control.bytes;
  message.msg_controllen = sizeof control.bytes;
  *lent = -1;
#ifdef MSG_CMSG_CLOEXEC
  ssize_t got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
#else
  ssize_t got = recvmsg(socket, &message, 0);
#endif
  if (got < 0) return got;
  struct cmsghdr *head = CMSG_FIRSTHDR(&message);
  if (head && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS) {
    memcpy(lent, CMSG_DATA(head), sizeof(int));
  }
  return got;
}

#ifdef __linux__
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

// Decoders' threads: glibc would give each the 8 MiB of the main thread, which count as memory that is written to.
extern int pthread_setattr_default_np(const pthread_attr_t *);
static inline void cconfine_thread_stacks(size_t bytes) {
#ifdef __GLIBC__
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes)) return;
  if (!pthread_attr_setstacksize(&attributes, bytes)) pthread_setattr_default_np(&attributes);
  pthread_attr_destroy(&attributes);
#endif
}

// Closes every descriptor from one on.
static inline void cconfine_close_from(unsigned first) {
  if (syscall(436, first, ~0U, 0) == 0) return;
  for (unsigned each = first; each < 4096; each++) close((int)each);
}

// As `pipe2` with O_CLOEXEC, which is not declared without _GNU_SOURCE.
static inline int cconfine_pipe(int ends[2]) { return (int)syscall(SYS_pipe2, ends, O_CLOEXEC); }

// Ends this process with the one that forked it.
static inline int cconfine_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); }

// No program that is executed gains rights, and nobody of the same user looks into this process.
static inline int cconfine_no_new_privs(void) {
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

// The version of Landlock that the kernel has; 0 for none.
static inline int cconfine_landlock_version(void) {
  long version = syscall(444, NULL, 0, 1);
  return version < 0 ? 0 : (int)version;
}

// Takes away every file, every port and every signal to others that Landlock can take, but for files that may be read and
// folders that may be written in; -1 where there is no Landlock.
// Structures by their numbers (Documentation/userspace-api/landlock.rst): headers are older than kernels.
static inline int cconfine_landlock(const char *const *reads, size_t read_count, const char *const *writes,
                                    size_t write_count) {
  int version = cconfine_landlock_version();
  if (version < 1) return -1;
  struct {
    uint64_t files, ports, scopes;
  } ruleset = {0, 0, 0};
  ruleset.files = version >= 5 ? 0xffff : version >= 3 ? 0x7fff : version == 2 ? 0x3fff : 0x1fff;
  size_t size = 8;
  if (version >= 4) {
    ruleset.ports = 3;
    size = 16;
  }
  if (version >= 6) {
    ruleset.scopes = 3;
    size = 24;
  }
  int descriptor = (int)syscall(444, &ruleset, size, 0);
  if (descriptor < 0) return -1;
  for (size_t i = 0; i < read_count + write_count; i++) {
    struct {
      uint64_t access;
      int32_t beneath;
    } __attribute__((packed)) rule;
    // Reading a file (4); of a folder all but the running of programs (1).
    rule.access = i < read_count ? 4 : ruleset.files & ~1ULL;
    rule.beneath = open(i < read_count ? reads[i] : writes[i - read_count], O_RDONLY | O_CLOEXEC);
    if (rule.beneath < 0) continue;
    syscall(445, descriptor, 1, &rule, 0);
    close(rule.beneath);
  }
  long code = syscall(446, descriptor, 0);
  close(descriptor);
  return code < 0 ? -1 : 0;
}

#if defined(__x86_64__)
#define CCONFINE_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define CCONFINE_ARCH AUDIT_ARCH_AARCH64
#endif

// Whether the kernel takes filters of system calls.
static inline int cconfine_has_seccomp(void) {
#ifdef CCONFINE_ARCH
  uint32_t action = SECCOMP_RET_ERRNO;
  return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
#else
  return 0;
#endif
}

// Leaves the system calls that decoding takes: memory, threads, clocks, and bytes over descriptors that are there. All others
// give EPERM: no file is opened, no socket made, no program started, no other process touched. -1 where there is no filter.
//
// files: whether files may be opened and written, as far as there are any.
static inline int cconfine_seccomp(int files) {
#ifdef CCONFINE_ARCH
  static const uint32_t allowed[] = {
      SYS_read, SYS_write, SYS_pread64, SYS_readv, SYS_writev, SYS_lseek, SYS_close, SYS_sendto, SYS_sendmsg,
      SYS_recvfrom, SYS_recvmsg, SYS_ppoll, SYS_munmap, SYS_mremap, SYS_brk, SYS_madvise, SYS_futex, SYS_set_robust_list,
      SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_sigaltstack, SYS_exit, SYS_exit_group, SYS_getpid,
      SYS_gettid, SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid, SYS_sched_yield, SYS_sched_getaffinity,
      SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday, SYS_getrandom,
      SYS_getrusage, SYS_sysinfo, SYS_uname, SYS_restart_syscall, SYS_membarrier, SYS_getrlimit,
#ifdef SYS_poll
      SYS_poll,
#endif
#ifdef SYS_time
      SYS_time,
#endif
#ifdef SYS_rseq
      SYS_rseq,
#endif
  };
  static const uint32_t filing[] = {
      SYS_openat, SYS_fstat, SYS_newfstatat, SYS_statx, SYS_ftruncate, SYS_fsync, SYS_fdatasync, SYS_pwrite64, SYS_pwritev,
      SYS_fcntl, SYS_unlinkat, SYS_renameat, SYS_renameat2, SYS_faccessat, SYS_readlinkat, SYS_fchmod, SYS_dup, SYS_umask,
#ifdef SYS_open
      SYS_open, SYS_stat, SYS_lstat, SYS_unlink, SYS_rename, SYS_access, SYS_readlink,
#endif
  };
  enum { count = sizeof allowed / sizeof *allowed, file_count = sizeof filing / sizeof *filing };
  const uint32_t number = offsetof(struct seccomp_data, nr), arch = offsetof(struct seccomp_data, arch);
  // The low halves of arguments, on machines that put them first.
  const uint32_t first = offsetof(struct seccomp_data, args[0]), third = offsetof(struct seccomp_data, args[2]);
  struct sock_filter code[(count + file_count) * 2 + 48];
  unsigned short n = 0;
#define CCONFINE_ADD(...) code[n++] = (struct sock_filter)__VA_ARGS__
#define CCONFINE_END(value) CCONFINE_ADD(BPF_STMT(BPF_RET | BPF_K, value))
  CCONFINE_ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, arch));
  CCONFINE_ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CCONFINE_ARCH, 1, 0));
  CCONFINE_END(SECCOMP_RET_KILL_PROCESS);
  CCONFINE_ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, number));
  for (unsigned i = 0; i < count + (files ? file_count : 0); i++) {
    CCONFINE_ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, i < count ? allowed[i] : filing[i - count], 0, 1));
    CCONFINE_END(SECCOMP_RET_ALLOW);
  }
  // Its flags are in memory, where no filter can look: the C library then uses clone.
  CCONFINE_ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 435, 0, 1));
  CCONFINE_END(SECCOMP_RET_ERRNO | ENOSYS);
  // Threads (CLONE_THREAD), and no processes.
  CCONFINE_ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4));
  CCONFINE_ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, first));
  CCONFINE_ADD(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x00010000, 0, 1));
  CCONFINE_END(SECCOMP_RET_ALLOW);
  CCONFINE_END(SECCOMP_RET_ERRNO | EPERM);
  // Memory that holds no code.
  for (unsigned i = 0; i < 2; i++) {
    CCONFINE_ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, i ? SYS_mmap : SYS_mprotect, 0, 4));
    CCONFINE_ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, third));
    CCONFINE_ADD(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 1, 0));
    CCONFINE_END(SECCOMP_RET_ALLOW);
    CCONFINE_END(SECCOMP_RET_ERRNO | EPERM);
  }
  // A signal to itself, as abort sends it.
  CCONFINE_ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_tgkill, 0, 4));
  CCONFINE_ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, first));
  CCONFINE_ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)getpid(), 0, 1));
  CCONFINE_END(SECCOMP_RET_ALLOW);
  CCONFINE_END(SECCOMP_RET_ERRNO | EPERM);
  // The names of threads.
  CCONFINE_ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 3));
  CCONFINE_ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, first));
  CCONFINE_ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PR_SET_NAME, 0, 1));
  CCONFINE_END(SECCOMP_RET_ALLOW);
  CCONFINE_END(SECCOMP_RET_ERRNO | EPERM);
#undef CCONFINE_END
#undef CCONFINE_ADD
  struct sock_fprog program = {.len = n, .filter = code};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
#else
  return -1;
#endif
}
#else
static inline void cconfine_thread_stacks(size_t bytes) { (void)bytes; }
static inline void cconfine_close_from(unsigned first) {
  for (unsigned each = first; each < 4096; each++) close((int)each);
}
static inline int cconfine_pipe(int ends[2]) {
  if (pipe(ends) != 0) return -1;
  for (int end = 0; end < 2; end++) fcntl(ends[end], F_SETFD, FD_CLOEXEC);
  return 0;
}
static inline int cconfine_die_with_parent(void) { return -1; }
static inline int cconfine_no_new_privs(void) { return -1; }
static inline int cconfine_landlock_version(void) { return 0; }
static inline int cconfine_landlock(const char *const *reads, size_t read_count, const char *const *writes,
                                    size_t write_count) {
  (void)reads, (void)read_count, (void)writes, (void)write_count;
  return -1;
}
static inline int cconfine_has_seccomp(void) { return 0; }
static inline int cconfine_seccomp(int files) {
  (void)files;
  return -1;
}
#endif
