#include "swiftlet_system.h"

#include <errno.h>
#include <fcntl.h>
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
  signal(SIGPIPE, SIG_IGN);
}

void swiftlet_occupy_standard_descriptors(void) {
  // Opened against its direction, so that using it fails as using a closed one does.
  const int flags[] = {O_WRONLY, O_RDONLY, O_RDONLY};
  for (int descriptor = 0; descriptor < 3; descriptor++)
    if (fcntl(descriptor, F_GETFD) < 0 && errno == EBADF)
      (void)open("/dev/null", flags[descriptor]);
}

int swiftlet_was_interrupted(void) { return interrupted; }

void swiftlet_forget_interrupt(void) {
  // In this order: a signal between the two ends the process, as a second one should.
  interrupted = 0;
  swiftlet_catch_interrupts();
}
