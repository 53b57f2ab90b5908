// One query head against the cached keys and values of its key-value head.
#include "../private/common.h"

static float sum_of_lanes(const float lanes[16]) {
  float s[8];
  for (size_t l = 0; l < 8; l++) s[l] = lanes[l] + lanes[l + 8];
  for (size_t l = 0; l < 4; l++) s[l] += s[l + 4];
  for (size_t l = 0; l < 2; l++) s[l] += s[l + 2];
  return s[0] + s[1];
}

void swiftlet_attention_scores_f32_f32_f32_scalar(float *scores, const float *query,
                                                  const float *keys, size_t position_count,
                                                  size_t head_dimension, float scale) {
  for (size_t p = 0; p < position_count; p++) {
    const float *key = keys + p * head_dimension;
    float lanes[16] = {0};
    for (size_t d = 0; d < head_dimension; d++) {
      lanes[d % 16] = __builtin_fmaf(query[d], key[d], lanes[d % 16]);
    }
    scores[p] = sum_of_lanes(lanes) * scale;
  }
}

void swiftlet_attention_scores_f32_f32_f16_scalar(float *scores, const float *query,
                                                  const uint16_t *keys, size_t position_count,
                                                  size_t head_dimension, float scale) {
  for (size_t p = 0; p < position_count; p++) {
    const uint16_t *key = keys + p * head_dimension;
    float lanes[16] = {0};
    for (size_t d = 0; d < head_dimension; d++) {
      lanes[d % 16] = __builtin_fmaf(query[d], swiftlet_from_half(key[d]), lanes[d % 16]);
    }
    scores[p] = sum_of_lanes(lanes) * scale;
  }
}

void swiftlet_attention_scores_f32_f32_qsi8_scalar(float *scores, const float *query,
                                                   const int8_t *keys, const uint16_t *key_scales,
                                                   size_t position_count, size_t head_dimension,
                                                   float scale) {
  for (size_t p = 0; p < position_count; p++) {
    const int8_t *key = keys + p * head_dimension;
    float lanes[16] = {0};
    for (size_t d = 0; d < head_dimension; d++) {
      lanes[d % 16] = __builtin_fmaf(query[d], (float)key[d], lanes[d % 16]);
    }
    scores[p] = (sum_of_lanes(lanes) * swiftlet_from_half(key_scales[p])) * scale;
  }
}

void swiftlet_attention_mix_f32_f32_f32_scalar(float *out, const float *weights, const float *values,
                                               size_t position_count, size_t head_dimension) {
  for (size_t d = 0; d < head_dimension; d++) {
    float sum = 0;
    for (size_t p = 0; p < position_count; p++) {
      sum = __builtin_fmaf(weights[p], values[p * head_dimension + d], sum);
    }
    out[d] = sum;
  }
}

void swiftlet_attention_mix_f32_f32_f16_scalar(float *out, const float *weights, const uint16_t *values,
                                               size_t position_count, size_t head_dimension) {
  for (size_t d = 0; d < head_dimension; d++) {
    float sum = 0;
    for (size_t p = 0; p < position_count; p++) {
      sum = __builtin_fmaf(weights[p], swiftlet_from_half(values[p * head_dimension + d]), sum);
    }
    out[d] = sum;
  }
}

void swiftlet_attention_mix_f32_f32_qsi8_scalar(float *out, const float *weights, const int8_t *values,
                                                const uint16_t *value_scales, size_t position_count,
                                                size_t head_dimension) {
  for (size_t d = 0; d < head_dimension; d++) {
    float sum = 0;
    for (size_t p = 0; p < position_count; p++) {
      const float weight = weights[p] * swiftlet_from_half(value_scales[p]);
      sum = __builtin_fmaf(weight, (float)values[p * head_dimension + d], sum);
    }
    out[d] = sum;
  }
}
