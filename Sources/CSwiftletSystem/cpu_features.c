#include "swiftlet_system.h"

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#ifndef HWCAP_ASIMD
#define HWCAP_ASIMD (1 << 1)
#endif
#ifndef HWCAP_ASIMDDP
#define HWCAP_ASIMDDP (1 << 20)
#endif
#ifndef HWCAP2_I8MM
#define HWCAP2_I8MM (1 << 13)
#endif

uint32_t swiftlet_cpu_features(void) {
  uint32_t features = 0;
  unsigned long hwcap = getauxval(AT_HWCAP);
  unsigned long hwcap2 = getauxval(AT_HWCAP2);
  if (hwcap & HWCAP_ASIMD) features |= SWIFTLET_CPU_NEON;
  if (hwcap & HWCAP_ASIMDDP) features |= SWIFTLET_CPU_DOTPROD;
  if (hwcap2 & HWCAP2_I8MM) features |= SWIFTLET_CPU_I8MM;
  return features;
}

#elif defined(__x86_64__)
#include <cpuid.h>

static uint64_t xgetbv0(void) {
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return ((uint64_t)high << 32) | low;
}

uint32_t swiftlet_cpu_features(void) {
  uint32_t features = 0;
  uint32_t eax, ebx, ecx, edx;
  if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx)) return 0;
  const uint32_t osxsave = 1u << 27, avx = 1u << 28, fma = 1u << 12, f16c = 1u << 29;
  if ((ecx & osxsave) == 0 || (ecx & avx) == 0) return 0;
  const int has_fma_f16c = (ecx & fma) && (ecx & f16c);
  const uint64_t xcr0 = xgetbv0();
  // Bits 1 and 2: XMM and YMM state; bits 5 to 7: the AVX-512 state.
  if ((xcr0 & 0x6) != 0x6) return 0;
  const int os_avx512 = (xcr0 & 0xE6) == 0xE6;
  if (!__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) return 0;
  const uint32_t ebx7 = ebx, ecx7 = ecx;
  if ((ebx7 & (1u << 5)) && has_fma_f16c) features |= SWIFTLET_CPU_AVX2;
  const uint32_t avx512 = (1u << 16) | (1u << 17) | (1u << 30) | (1u << 31);
  if (os_avx512 && (ebx7 & avx512) == avx512) {
    features |= SWIFTLET_CPU_AVX512;
    if (ecx7 & (1u << 11)) features |= SWIFTLET_CPU_AVX512_VNNI;
  }
  if (__get_cpuid_count(7, 1, &eax, &ebx, &ecx, &edx) && (eax & (1u << 4)) &&
      (features & SWIFTLET_CPU_AVX2)) {
    features |= SWIFTLET_CPU_AVX_VNNI;
  }
  return features;
}

#else
uint32_t swiftlet_cpu_features(void) { return 0; }
#endif
