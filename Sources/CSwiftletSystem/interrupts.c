#include "swiftlet_system.h"

#include <signal.h>
#include <stddef.h>

// A handler may touch nothing else; in C because Swift has no type that is safe there.
static volatile sig_atomic_t interrupted;

static void note_interrupt(int signal_number) {
  (void)signal_number;
  interrupted = 1;
}

void swiftlet_catch_interrupts(void) {
  struct sigaction action = {0};
  action.sa_handler = note_interrupt;
  // SA_RESETHAND: the second signal finds the default action, for a program that does not stop.
  // SA_RESTART: reads and writes go on; the flag is looked at between them.
  action.sa_flags = SA_RESETHAND | SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  signal(SIGXFSZ, SIG_IGN);
}

int swiftlet_was_interrupted(void) { return interrupted; }
