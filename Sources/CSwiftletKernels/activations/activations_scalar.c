// float32 to the compact formats of activations and of the key-value cache.
#include "../private/common.h"

static uint32_t largest_magnitude_bits(const float *src, size_t count) {
  uint32_t largest = 0;
  for (size_t i = 0; i < count; i++) {
    const uint32_t magnitude = swiftlet_bits(src[i]) & 0x7FFFFFFFu;
    if (magnitude > largest) largest = magnitude;
  }
  return largest;
}

void swiftlet_quantize_qsi8d_f32_scalar(int8_t *codes, float *scales, int32_t *negative_sums,
                                        size_t token_stride, const float *src, size_t count,
                                        size_t padded_count) {
  for (size_t group = 0; group < padded_count / SWIFTLET_TILE_COLUMNS; group++) {
    const size_t begin = group * SWIFTLET_TILE_COLUMNS, slot = group * token_stride;
    const size_t left = begin < count ? count - begin : 0;
    const size_t n = left < SWIFTLET_TILE_COLUMNS ? left : SWIFTLET_TILE_COLUMNS;
    int8_t *dst = codes + slot * SWIFTLET_TILE_COLUMNS;
    memset(dst, 0, SWIFTLET_TILE_COLUMNS);
    negative_sums[slot] = 0;
    const float m = swiftlet_from_bits(largest_magnitude_bits(src + begin, n));
    if (swiftlet_bits(m) >= 0x7F800000u) {
      scales[slot] = swiftlet_from_bits(SWIFTLET_NAN_BITS);
    } else if (m < SWIFTLET_SMALLEST_MAGNITUDE) {
      scales[slot] = 0;
    } else {
      scales[slot] = m / 127.0f;
      const float inverse = 127.0f / m;
      for (size_t i = 0; i < n; i++) {
        dst[i] = swiftlet_to_code(src[begin + i] * inverse);
        negative_sums[slot] -= dst[i];
      }
    }
  }
}

static size_t place(const swiftlet_places *places, size_t i) {
  return i / 16 * places->sixteen + i % 16 / 4 * places->four + i % 4 * places->one;
}

void swiftlet_store_f32_f32_scalar(float *dst, const swiftlet_places *places, const float *src,
                                   size_t count) {
  for (size_t i = 0; i < count; i++) dst[place(places, i)] = src[i];
}

void swiftlet_store_f16_f32_scalar(uint16_t *dst, const swiftlet_places *places, const float *src,
                                   size_t count) {
  for (size_t i = 0; i < count; i++) dst[place(places, i)] = swiftlet_to_half(src[i]);
}

void swiftlet_store_qsi8_f32_scalar(int8_t *codes, const swiftlet_places *places, uint16_t *scale,
                                    const float *src, size_t count) {
  const float m = swiftlet_from_bits(largest_magnitude_bits(src, count));
  const uint16_t half = swiftlet_to_half(m / 127.0f);
  const int usable = half != 0 && half < 0x7C00u;
  *scale = usable || half == 0 ? half : SWIFTLET_HALF_NAN;
  const float step = swiftlet_from_half(half);
  for (size_t i = 0; i < count; i++) {
    codes[place(places, i)] = usable ? swiftlet_to_code(src[i] / step) : 0;
  }
}
