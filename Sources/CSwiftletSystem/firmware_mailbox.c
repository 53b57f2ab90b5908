#include "swiftlet_system.h"

#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

// The property interface of a Raspberry Pi's firmware. Source: raspberrypi/linux, drivers/char/broadcom/vcio.c, and
// the tag list of the firmware's wiki; the tag behind `vcgencmd`.
enum { TAG_COMMAND = 0x00030080, TEXT_BYTES = 1024, HEADER_WORDS = 6 };

int swiftlet_firmware_command(const char *command, char *answer, size_t answer_size) {
  uint32_t message[HEADER_WORDS + TEXT_BYTES / 4 + 1] = {0};
  const size_t length = strlen(command);
  if (length >= TEXT_BYTES || answer_size == 0) return -1;
  const int descriptor = open("/dev/vcio", O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return -1;
  message[0] = sizeof(message);
  message[2] = TAG_COMMAND;
  message[3] = TEXT_BYTES;
  memcpy(message + HEADER_WORDS, command, length);
  const int status = ioctl(descriptor, _IOWR(100, 0, char *), message);
  close(descriptor);
  if (status < 0 || message[5] != 0) return -1;
  const char *text = (const char *)(message + HEADER_WORDS);
  const size_t size = strnlen(text, TEXT_BYTES - 1);
  const size_t count = size < answer_size - 1 ? size : answer_size - 1;
  memcpy(answer, text, count);
  answer[count] = 0;
  return (int)count;
}
