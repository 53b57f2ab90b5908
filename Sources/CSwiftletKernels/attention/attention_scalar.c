// Softmax over a block of positions, and the folding of blocks into one.
#include "../private/common.h"

static float sum_of_lanes(const float lanes[16]) {
  float s[8];
  for (size_t l = 0; l < 8; l++) s[l] = lanes[l] + lanes[l + 8];
  for (size_t l = 0; l < 4; l++) s[l] += s[l + 4];
  for (size_t l = 0; l < 2; l++) s[l] += s[l + 2];
  return s[0] + s[1];
}

void swiftlet_attention_weights_f32_f16_scalar(float *x, float *state,
                                               const uint16_t *value_scales, size_t count,
                                               float scale) {
  float largest = -__builtin_inff();
  for (size_t i = 0; i < count; i++) largest = x[i] > largest ? x[i] : largest;
  largest += 0.0f;
  float lanes[16] = {0};
  for (size_t i = 0; i < count; i++) {
    const float e = swiftlet_exp((x[i] - largest) * scale);
    lanes[i % 16] += e;
    x[i] = value_scales ? e * swiftlet_from_half(value_scales[i]) : e;
  }
  state[0] = largest;
  state[1] = sum_of_lanes(lanes);
}

void swiftlet_attention_fold_f32_f32_scalar(float *out, float *state, const float *part,
                                            const float *part_state, size_t count,
                                            float scale) {
  const float m = part_state[0] > state[0] ? part_state[0] : state[0];
  const float c = swiftlet_exp((state[0] - m) * scale);
  const float d = swiftlet_exp((part_state[0] - m) * scale);
  state[0] = m;
  state[1] = __builtin_fmaf(state[1], c, part_state[1] * d);
  for (size_t i = 0; i < count; i++) out[i] = __builtin_fmaf(out[i], c, part[i] * d);
}
