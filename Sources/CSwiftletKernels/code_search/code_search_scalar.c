// What a search for scale and zero point of a group of weights does with the group's values.
#include "../private/common.h"

static float sum_of_lanes(const float lanes[16]) {
  float s[8];
  for (size_t l = 0; l < 8; l++) s[l] = lanes[l] + lanes[l + 8];
  for (size_t l = 0; l < 4; l++) s[l] += s[l + 4];
  for (size_t l = 0; l < 2; l++) s[l] += s[l + 2];
  return s[0] + s[1];
}

static float code_of(const swiftlet_code_grid *grid, float value) {
  float t = value * grid->inverse + grid->zero;
  t = t < 0 ? 0 : t;
  t = t > grid->largest ? grid->largest : t;
  return (t + SWIFTLET_ROUND_MAGIC) - SWIFTLET_ROUND_MAGIC;
}

void swiftlet_value_range_f32_f32_scalar(float *dst, const float *values, size_t count) {
  dst[0] = dst[1] = values[0];
  for (size_t i = 1; i < count; i++) {
    dst[0] = values[i] < dst[0] ? values[i] : dst[0];
    dst[1] = values[i] > dst[1] ? values[i] : dst[1];
  }
}

void swiftlet_code_best_f32_f32_scalar(float *dst, const float *values, size_t count,
                                       const swiftlet_code_grid *grids, size_t grid_count) {
  dst[0] = dst[1] = 0;
  for (size_t g = 0; g < grid_count; g++) {
    float product[16] = {0}, square[16] = {0};
    for (size_t i = 0; i < count; i++) {
      const float distance = code_of(&grids[g], values[i]) - grids[g].zero;
      product[i % 16] += values[i] * distance;
      square[i % 16] += distance * distance;
    }
    const float p = sum_of_lanes(product), s = sum_of_lanes(square);
    const float gain = s > 0 ? p * p / s : 0;
    if (gain > dst[0]) {
      dst[0] = gain;
      dst[1] = (float)g;
    }
  }
}

static void code_errors(float dst[3], const float *values, size_t count, const swiftlet_code_grid *grid,
                        float scale) {
  float error[16] = {0}, product[16] = {0}, square[16] = {0};
  for (size_t i = 0; i < count; i++) {
    const float distance = code_of(grid, values[i]) - grid->zero;
    const float difference = values[i] - distance * scale;
    error[i % 16] += difference * difference;
    product[i % 16] += values[i] * distance;
    square[i % 16] += distance * distance;
  }
  dst[0] = sum_of_lanes(error);
  dst[1] = sum_of_lanes(product);
  dst[2] = sum_of_lanes(square);
}

void swiftlet_code_error_f32_f32_scalar(float *dst, const float *values, size_t count,
                                        const swiftlet_code_grid *grid, float scale) {
  float errors[3];
  code_errors(errors, values, count, grid, scale);
  dst[0] = errors[0];
}

// The best scale and its error.
static void refine(float *best, float *least, const float *values, size_t count, const swiftlet_code_grid *grid,
                   float scale) {
  swiftlet_code_grid refined = *grid;
  // Two refits bring nearly all of the gain; the bound keeps the cost of a group predictable.
  for (size_t step = 0; step < 3; step++) {
    const float stored = swiftlet_stored_scale(scale);
    // Not finite: no float16 is large enough.
    if (stored == *best || stored - stored != 0) return;
    refined.inverse = 1.0f / stored;
    float errors[3];
    code_errors(errors, values, count, &refined, stored);
    if (!(errors[0] < *least)) return;
    *best = stored;
    *least = errors[0];
    if (!(errors[2] > 0)) return;
    scale = errors[1] / errors[2];
  }
}

void swiftlet_code_refine_f32_f32_scalar(float *dst, const float *values, size_t count,
                                         const swiftlet_code_grid *grids, const float *scales, size_t grid_count) {
  for (size_t g = 0; g < SWIFTLET_REFINED_GRIDS; g++) {
    dst[g] = 0;
    dst[SWIFTLET_REFINED_GRIDS + g] = __builtin_inff();
    if (g < grid_count) refine(&dst[g], &dst[SWIFTLET_REFINED_GRIDS + g], values, count, &grids[g], scales[g]);
  }
}

void swiftlet_code_store_qai8_f32_scalar(uint8_t *codes, float *dst, const float *values, size_t count,
                                         const swiftlet_code_grid *grid, float scale) {
  float worst = 0, energy[16] = {0};
  for (size_t i = 0; i < count; i++) {
    const float code = code_of(grid, values[i]);
    energy[i % 16] += values[i] * values[i];
    const float difference = values[i] - (code - grid->zero) * scale;
    worst = difference > worst ? difference : worst;
    worst = -difference > worst ? -difference : worst;
    codes[i] = (uint8_t)swiftlet_bits(code + SWIFTLET_ROUND_MAGIC);
  }
  dst[0] = worst;
  dst[1] = sum_of_lanes(energy);
}

void swiftlet_grid_steps_f32_f32_scalar(float *dst, const float *values, size_t count, float origin, float extent,
                                        float first, float most) {
  for (float steps = first; steps <= most; steps += 1) {
    const float per_unit = steps / extent;
    size_t i = 0;
    while (i < count) {
      const float position = per_unit * (values[i] - origin);
      const float difference = position - ((position + SWIFTLET_ROUND_MAGIC) - SWIFTLET_ROUND_MAGIC);
      if (!(difference < SWIFTLET_GRID_TOLERANCE && -difference < SWIFTLET_GRID_TOLERANCE)) break;
      i++;
    }
    if (i == count) {
      dst[0] = steps;
      return;
    }
  }
  dst[0] = 0;
}
