// A plug-in for qemu's user-mode emulation (interface version 1) that counts how often each translated
// block of guest code is executed. tools/count-instructions builds, loads and reads it.
//
//   qemu-aarch64 -plugin instruction_counter.so,counts=OUTPUT PROGRAM
//
// OUTPUT gets a line `start ADDRESS` with the address at which the program's code lies in the guest, then a
// line `ADDRESS INSTRUCTIONS EXECUTIONS` per executed block; addresses in hexadecimal. The counters are not
// atomic: counts are exact for programs of one thread.
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What this needs of qemu-plugin.h, which distributions do not package. The emulator resolves the
// functions when it loads the plug-in.
typedef uint64_t plugin_id;
typedef struct translated_block translated_block;
typedef struct plugin_info plugin_info;
enum inline_operation { INLINE_ADD_U64 };

extern void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id,
                                                  void (*)(plugin_id, translated_block *));
extern void qemu_plugin_register_vcpu_tb_exec_inline(translated_block *, enum inline_operation, void *,
                                                     uint64_t);
extern void qemu_plugin_register_atexit_cb(plugin_id, void (*)(plugin_id, void *), void *);
extern size_t qemu_plugin_tb_n_insns(const translated_block *);
extern uint64_t qemu_plugin_tb_vaddr(const translated_block *);
extern uint64_t qemu_plugin_start_code(void);

#define EXPORTED __attribute__((visibility("default")))
EXPORTED int qemu_plugin_version = 1;

// Blocks may be translated again (the emulator empties its cache when it is full), so a counter belongs to
// an address and a length, not to a translation. It must never move: generated code adds to it.
typedef struct block {
  struct block *next;
  uint64_t address, instructions, executions;
} block;

enum { BUCKETS = 1 << 16 };
static block *buckets[BUCKETS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *path;

static block *counter_of(uint64_t address, uint64_t instructions) {
  // Instructions of aarch64 are four bytes, so the two lowest bits tell nothing.
  block **bucket = &buckets[(address >> 2 ^ address >> 18) % BUCKETS];
  for (block *entry = *bucket; entry; entry = entry->next) {
    if (entry->address == address && entry->instructions == instructions) return entry;
  }
  block *entry = calloc(1, sizeof *entry);
  if (!entry) abort();
  *entry = (block){*bucket, address, instructions, 0};
  *bucket = entry;
  return entry;
}

static void translated(plugin_id id, translated_block *code) {
  (void)id;
  pthread_mutex_lock(&lock);
  block *entry = counter_of(qemu_plugin_tb_vaddr(code), qemu_plugin_tb_n_insns(code));
  pthread_mutex_unlock(&lock);
  qemu_plugin_register_vcpu_tb_exec_inline(code, INLINE_ADD_U64, &entry->executions, 1);
}

static void finished(plugin_id id, void *unused) {
  (void)id, (void)unused;
  FILE *file = fopen(path, "w");
  if (!file) {
    perror(path);
    return;
  }
  fprintf(file, "start %" PRIx64 "\n", qemu_plugin_start_code());
  for (size_t index = 0; index < BUCKETS; index++) {
    for (const block *entry = buckets[index]; entry; entry = entry->next) {
      if (entry->executions == 0) continue;
      fprintf(file, "%" PRIx64 " %" PRIu64 " %" PRIu64 "\n", entry->address, entry->instructions,
              entry->executions);
    }
  }
  if (fclose(file) != 0) perror(path);
}

EXPORTED int qemu_plugin_install(plugin_id id, const plugin_info *info, int count, char **arguments) {
  (void)info;
  for (int index = 0; index < count; index++) {
    if (strncmp(arguments[index], "counts=", 7) == 0) path = strdup(arguments[index] + 7);
  }
  if (!path) {
    fputs("instruction_counter: needs counts=OUTPUT\n", stderr);
    return -1;
  }
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  qemu_plugin_register_atexit_cb(id, finished, NULL);
  return 0;
}
