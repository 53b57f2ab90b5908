// The contracts of code_search_scalar.c on lanes; the includer defines NAME(contract).
#include "../private/lanes.h"

// Where codes lie around their zero point, as lanes.
typedef struct {
  f32x16 inverse, zero, largest;
} grid_lanes;

INLINE grid_lanes grid_load(const swiftlet_code_grid *grid) {
  return (grid_lanes){lanes_splat(grid->inverse), lanes_splat(grid->zero), lanes_splat(grid->largest)};
}

INLINE f32x16 grid_codes(grid_lanes grid, f32x16 v) {
  f32x16 t = v * grid.inverse + grid.zero;
  t = lanes_select(t < 0, lanes_zero(), t);
  t = lanes_select(t > grid.largest, grid.largest, t);
  return (t + SWIFTLET_ROUND_MAGIC) - SWIFTLET_ROUND_MAGIC;
}

void NAME(value_range_f32_f32)(float *dst, const float *values, size_t count) {
  f32x16 low = lanes_load(values), high = low;
  for (size_t i = LANES; i < count; i += LANES) {
    const f32x16 v = lanes_load(values + i);
    low = lanes_select(v < low, v, low);
    high = lanes_select(v > high, v, high);
  }
  float lows[LANES], highs[LANES];
  lanes_store(lows, low);
  lanes_store(highs, high);
  dst[0] = lows[0];
  dst[1] = highs[0];
  for (size_t l = 1; l < LANES; l++) {
    dst[0] = lows[l] < dst[0] ? lows[l] : dst[0];
    dst[1] = highs[l] > dst[1] ? highs[l] : dst[1];
  }
}

void NAME(code_best_f32_f32)(float *dst, const float *values, size_t count, const swiftlet_code_grid *grids,
                             size_t grid_count) {
  float most = 0, best = 0;
  for (size_t g = 0; g < grid_count; g++) {
    const grid_lanes lanes = grid_load(&grids[g]);
    f32x16 product = lanes_zero(), square = lanes_zero();
    for (size_t i = 0; i < count; i += LANES) {
      const f32x16 v = lanes_load(values + i);
      const f32x16 distance = grid_codes(lanes, v) - lanes.zero;
      product += v * distance;
      square += distance * distance;
    }
    const float p = lanes_sum(product), s = lanes_sum(square);
    const float gain = s > 0 ? p * p / s : 0;
    if (gain > most) {
      most = gain;
      best = (float)g;
    }
  }
  dst[0] = most;
  dst[1] = best;
}

INLINE void code_errors(float dst[3], const float *values, size_t count, const swiftlet_code_grid *grid,
                        float scale) {
  const grid_lanes lanes = grid_load(grid);
  f32x16 error = lanes_zero(), product = lanes_zero(), square = lanes_zero();
  for (size_t i = 0; i < count; i += LANES) {
    const f32x16 v = lanes_load(values + i);
    const f32x16 distance = grid_codes(lanes, v) - lanes.zero;
    const f32x16 difference = v - distance * scale;
    error += difference * difference;
    product += v * distance;
    square += distance * distance;
  }
  dst[0] = lanes_sum(error);
  dst[1] = lanes_sum(product);
  dst[2] = lanes_sum(square);
}

void NAME(code_error_f32_f32)(float *dst, const float *values, size_t count, const swiftlet_code_grid *grid,
                              float scale) {
  float errors[3];
  code_errors(errors, values, count, grid, scale);
  dst[0] = errors[0];
}

void NAME(code_refine_f32_f32)(float *dst, const float *values, size_t count, const swiftlet_code_grid *grid,
                               float scale) {
  swiftlet_code_grid refined = *grid;
  dst[0] = 0;
  dst[1] = __builtin_inff();
  for (size_t step = 0; step < 3; step++) {
    const float stored = swiftlet_stored_scale(scale);
    if (stored == dst[0] || stored - stored != 0) return;
    refined.inverse = 1.0f / stored;
    float errors[3];
    code_errors(errors, values, count, &refined, stored);
    if (!(errors[0] < dst[1])) return;
    dst[0] = stored;
    dst[1] = errors[0];
    if (!(errors[2] > 0)) return;
    scale = errors[1] / errors[2];
  }
}

void NAME(code_store_qai8_f32)(uint8_t *codes, float *dst, const float *values, size_t count,
                               const swiftlet_code_grid *grid, float scale) {
  const grid_lanes lanes = grid_load(grid);
  f32x16 worst = lanes_zero(), energy = lanes_zero();
  for (size_t i = 0; i < count; i += LANES) {
    const f32x16 v = lanes_load(values + i);
    const f32x16 code = grid_codes(lanes, v);
    energy += v * v;
    const f32x16 difference = v - (code - lanes.zero) * scale;
    worst = lanes_select(difference > worst, difference, worst);
    worst = lanes_select(-difference > worst, -difference, worst);
    const u32x16 bits = (u32x16)(code + SWIFTLET_ROUND_MAGIC);
    const i8x16 bytes = __builtin_convertvector(bits, i8x16);
    memcpy(codes + i, &bytes, sizeof(bytes));
  }
  float worsts[LANES];
  lanes_store(worsts, worst);
  dst[0] = worsts[0];
  for (size_t l = 1; l < LANES; l++) dst[0] = worsts[l] > dst[0] ? worsts[l] : dst[0];
  dst[1] = lanes_sum(energy);
}

void NAME(grid_steps_f32_f32)(float *dst, const float *values, size_t count, float origin, float extent, float first,
                              float most) {
  const f32x16 offsets = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  dst[0] = 0;
  for (; first <= most; first += LANES) {
    const f32x16 steps = offsets + first;
    const f32x16 per_unit = steps / extent;
    i32x16 candidates = steps <= most;
    for (size_t i = 0; i < count; i++) {
      const f32x16 position = per_unit * (values[i] - origin);
      const f32x16 difference = position - ((position + SWIFTLET_ROUND_MAGIC) - SWIFTLET_ROUND_MAGIC);
      candidates &= (difference < SWIFTLET_GRID_TOLERANCE) & (-difference < SWIFTLET_GRID_TOLERANCE);
      if (__builtin_reduce_or(candidates) == 0) break;
    }
    if (__builtin_reduce_or(candidates) == 0) continue;
    for (size_t l = 0; l < LANES; l++) {
      if (candidates[l]) {
        dst[0] = first + (float)l;
        return;
      }
    }
  }
}
