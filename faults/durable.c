/* Stands between a program and its disk, by LD_PRELOAD: counts the calls that make something durable in one folder, and
 * at the n-th of them kills the process, or lets the call fail. Nothing of it is in the program that ships.
 *
 *   FAULTS_UNDER   the folder (or its beginning) whose calls count
 *   FAULTS_COUNT   a file into which a line is written for each call that counted
 *   FAULTS_AT      which call the fault meets; 1 is the first
 *   FAULTS_KIND    kill (as the power button does), eio (that call alone fails), enospc (half of it is written, and
 *                  from then on nothing that needs room succeeds)
 *   FAULTS_NOSYNC  a part of a file's name: flushes of such files are left out, and said to be done
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long calls;
static const char *under, *count, *kind, *nosync;
static long at;

__attribute__((constructor)) static void read_settings(void) {
  under = getenv("FAULTS_UNDER");
  count = getenv("FAULTS_COUNT");
  kind = getenv("FAULTS_KIND");
  nosync = getenv("FAULTS_NOSYNC");
  at = getenv("FAULTS_AT") ? atol(getenv("FAULTS_AT")) : 0;
}

#define REAL(result, name, ...) \
  static result (*real)(__VA_ARGS__); \
  if (!real) real = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static int raw_open(const char *path, int flags, mode_t mode) {
  REAL(int, "open64", const char *, int, ...);
  return real(path, flags, mode);
}

static ssize_t raw_write(int fd, const void *bytes, size_t size) {
  REAL(ssize_t, "write", int, const void *, size_t);
  return real(fd, bytes, size);
}

/* The file behind a descriptor, or the whole of a name; empty where there is none. */
static void name_of(int fd, const char *path, char *out, size_t room) {
  out[0] = 0;
  if (path && path[0] == '/') {
    snprintf(out, room, "%s", path);
  } else if (path) {
    char here[2048];
    if (getcwd(here, sizeof here)) snprintf(out, room, "%s/%s", here, path);
  } else {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, out, room - 1);
    out[n > 0 ? n : 0] = 0;
  }
}

enum fate { GO_ON, FAIL_EIO, FAIL_FULL };

/* Counts a call, and says what becomes of it. `grows`: it needs room on the disk. */
static enum fate meet(const char *call, int fd, const char *path, int grows) {
  char name[4096];
  if (!under) return GO_ON;
  name_of(fd, path, name, sizeof name);
  if (strncmp(name, under, strlen(under))) return GO_ON;
  long n = atomic_fetch_add(&calls, 1) + 1;
  if (count) {
    char line[4400];
    int size = snprintf(line, sizeof line, "%ld %s %s\n", n, call, name);
    int out = raw_open(count, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (out >= 0) {
      if (raw_write(out, line, (size_t)size) < 0) abort();
      close(out);
    }
  }
  if (!at || !kind || n < at) return GO_ON;
  if (!strcmp(kind, "kill") && n == at) kill(getpid(), SIGKILL);
  if (!strcmp(kind, "eio") && n == at) return FAIL_EIO;
  if (!strcmp(kind, "enospc") && grows) return FAIL_FULL;
  return GO_ON;
}

static int refuse(enum fate fate) {
  errno = fate == FAIL_EIO ? EIO : ENOSPC;
  return -1;
}

static int is_unsynced(int fd) {
  char name[4096];
  if (!nosync) return 0;
  name_of(fd, NULL, name, sizeof name);
  return strstr(name, nosync) != NULL;
}

#define FLUSH(call) \
  int call(int fd) { \
    REAL(int, #call, int); \
    enum fate fate = meet(#call, fd, NULL, 1); \
    if (fate) return refuse(fate); \
    return is_unsynced(fd) ? 0 : real(fd); \
  }
FLUSH(fsync)
FLUSH(fdatasync)

/* A disk that fills up takes the beginning of what is written. */
ssize_t write(int fd, const void *bytes, size_t size) {
  enum fate fate = meet("write", fd, NULL, 1);
  if (fate == FAIL_FULL && size > 1 && atomic_load(&calls) == at) return raw_write(fd, bytes, size / 2);
  if (fate) return refuse(fate);
  return raw_write(fd, bytes, size);
}

#define PWRITE(call) \
  ssize_t call(int fd, const void *bytes, size_t size, off_t place) { \
    REAL(ssize_t, #call, int, const void *, size_t, off_t); \
    enum fate fate = meet(#call, fd, NULL, 1); \
    if (fate == FAIL_FULL && size > 1 && atomic_load(&calls) == at) return real(fd, bytes, size / 2, place); \
    if (fate) return refuse(fate); \
    return real(fd, bytes, size, place); \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

ssize_t writev(int fd, const struct iovec *parts, int many) {
  REAL(ssize_t, "writev", int, const struct iovec *, int);
  enum fate fate = meet("writev", fd, NULL, 1);
  if (fate) return refuse(fate);
  return real(fd, parts, many);
}

#define TRUNCATE(call) \
  int call(int fd, off_t size) { \
    REAL(int, #call, int, off_t); \
    enum fate fate = meet(#call, fd, NULL, 0); \
    if (fate) return refuse(fate); \
    return real(fd, size); \
  }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

int rename(const char *from, const char *to) {
  REAL(int, "rename", const char *, const char *);
  enum fate fate = meet("rename", -1, to, 1);
  if (fate) return refuse(fate);
  return real(from, to);
}

int link(const char *from, const char *to) {
  REAL(int, "link", const char *, const char *);
  enum fate fate = meet("link", -1, to, 1);
  if (fate) return refuse(fate);
  return real(from, to);
}

int linkat(int a, const char *from, int b, const char *to, int flags) {
  REAL(int, "linkat", int, const char *, int, const char *, int);
  enum fate fate = meet("linkat", -1, to, 1);
  if (fate) return refuse(fate);
  return real(a, from, b, to, flags);
}

int unlink(const char *path) {
  REAL(int, "unlink", const char *);
  enum fate fate = meet("unlink", -1, path, 0);
  if (fate) return refuse(fate);
  return real(path);
}

int mkdir(const char *path, mode_t mode) {
  REAL(int, "mkdir", const char *, mode_t);
  enum fate fate = meet("mkdir", -1, path, 1);
  if (fate) return refuse(fate);
  return real(path, mode);
}

#define OPEN(call) \
  int call(const char *path, int flags, ...) { \
    REAL(int, #call, const char *, int, ...); \
    va_list more; \
    va_start(more, flags); \
    mode_t mode = va_arg(more, mode_t); \
    va_end(more); \
    if (flags & O_CREAT) { \
      enum fate fate = meet(#call, -1, path, access(path, F_OK) != 0); \
      if (fate) return refuse(fate); \
    } \
    return real(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)
