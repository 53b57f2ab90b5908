// The contracts of activations_scalar.c on lanes; the includer defines NAME(contract).
#include "../private/lanes.h"

void NAME(quantize_qsi8d_f32)(int8_t *codes, float *scales, int32_t *negative_sums, size_t token_stride,
                              const float *src, size_t count, size_t padded_count) {
  size_t slot = 0;
  for (size_t begin = 0; begin < padded_count; begin += 2 * LANES, slot += token_stride) {
    f32x16 x0 = lanes_zero(), x1 = lanes_zero();
    if (begin + 2 * LANES <= count) {
      x0 = lanes_load(src + begin);
      x1 = lanes_load(src + begin + LANES);
    } else if (begin < count) {
      float padded[2 * LANES] = {0};
      memcpy(padded, src + begin, (count - begin) * sizeof(float));
      x0 = lanes_load(padded);
      x1 = lanes_load(padded + LANES);
    }
    const uint32_t largest = __builtin_reduce_max(
        __builtin_elementwise_max(lanes_magnitude_bits(x0), lanes_magnitude_bits(x1)));
    const float m = swiftlet_from_bits(largest);
    const int finite = largest < 0x7F800000u;
    int8_t *dst = codes + slot * 2 * LANES;
    if (!finite || m < SWIFTLET_SMALLEST_MAGNITUDE) {
      scales[slot] = finite ? 0.0f : swiftlet_from_bits(SWIFTLET_NAN_BITS);
      negative_sums[slot] = 0;
      memset(dst, 0, 2 * LANES);
      continue;
    }
    scales[slot] = m / 127.0f;
    const float inverse = 127.0f / m;
    // |x| <= m, so |x * inverse| < 127.001: there is nothing to clamp.
    const i32x16 wide0 = lanes_round(x0 * inverse), wide1 = lanes_round(x1 * inverse);
    const i8x16 c0 = __builtin_convertvector(wide0, i8x16), c1 = __builtin_convertvector(wide1, i8x16);
    memcpy(dst, &c0, LANES);
    memcpy(dst + LANES, &c1, LANES);
    negative_sums[slot] = -__builtin_reduce_add(wide0 + wide1);
  }
}

// The elements of a vector to their places, n <= 16 of them from where `dst` points. Nearly always all 16:
// then the loops unroll to a store each.
#define SCATTER(dst, places, values, n)                                                       \
  if ((n) == LANES) {                                                                         \
    _Pragma("unroll") for (size_t i = 0; i < LANES; i++) {                                    \
      (dst)[i / 4 * (places)->four + i % 4 * (places)->one] = (values)[i];                    \
    }                                                                                         \
  } else {                                                                                    \
    for (size_t i = 0; i < (n); i++) {                                                        \
      (dst)[i / 4 * (places)->four + i % 4 * (places)->one] = (values)[i];                    \
    }                                                                                         \
  }

INLINE f32x16 load_at_most(const float *src, size_t n) {
  return n == LANES ? lanes_load(src) : lanes_load_tail(src, n);
}

void NAME(store_f32_f32)(float *dst, const swiftlet_places *places, const float *src, size_t count) {
  for (size_t done = 0; done < count; done += LANES, dst += places->sixteen) {
    const size_t n = count - done < LANES ? count - done : LANES;
    SCATTER(dst, places, src + done, n)
  }
}

void NAME(store_f16_f32)(uint16_t *dst, const swiftlet_places *places, const float *src, size_t count) {
  for (size_t done = 0; done < count; done += LANES, dst += places->sixteen) {
    const size_t n = count - done < LANES ? count - done : LANES;
    const f16x16 halves = __builtin_convertvector(load_at_most(src + done, n), f16x16);
    uint16_t bits[LANES];
    memcpy(bits, &halves, sizeof(bits));
    SCATTER(dst, places, bits, n)
  }
}

void NAME(store_qsi8_f32)(int8_t *codes, const swiftlet_places *places, uint16_t *scale,
                          const float *src, size_t count) {
  u32x16 largest = {0};
  for (size_t done = 0; done < count; done += LANES) {
    const size_t n = count - done < LANES ? count - done : LANES;
    largest = __builtin_elementwise_max(largest, lanes_magnitude_bits(load_at_most(src + done, n)));
  }
  const float m = swiftlet_from_bits(__builtin_reduce_max(largest));
  const uint16_t half = swiftlet_to_half(m / 127.0f);
  const int usable = half != 0 && half < 0x7C00u;
  *scale = usable || half == 0 ? half : SWIFTLET_HALF_NAN;
  const float step = swiftlet_from_half(half);
  for (size_t done = 0; done < count; done += LANES, codes += places->sixteen) {
    const size_t n = count - done < LANES ? count - done : LANES;
    int8_t bytes[LANES] = {0};
    if (usable) {
      const i8x16 c = lanes_to_codes(load_at_most(src + done, n) / step);
      memcpy(bytes, &c, sizeof(bytes));
    }
    SCATTER(codes, places, bytes, n)
  }
}
