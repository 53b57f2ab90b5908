// The contracts of code_search_scalar.c on lanes; the includer defines NAME(contract).
#include "../private/lanes.h"

typedef int32_t i32x4 __attribute__((vector_size(16)));
typedef _Float16 f16x4 __attribute__((vector_size(8)));

// Where codes lie around their zero point, as lanes.
typedef struct {
  f32x16 inverse, zero, smallest, largest;
} grid_lanes;

INLINE grid_lanes grid_make(float inverse, float zero, float largest) {
  // 0, but not to the compiler: of a bound that it knows it makes two instructions instead of a maximum.
  const float smallest = zero * 0;
  return (grid_lanes){lanes_splat(inverse), lanes_splat(zero), lanes_splat(smallest), lanes_splat(largest)};
}

INLINE grid_lanes grid_load(const swiftlet_code_grid *grid) {
  return grid_make(grid->inverse, grid->zero, grid->largest);
}

// Codes as they are added to SWIFTLET_ROUND_MAGIC.
INLINE f32x16 grid_rounded(grid_lanes grid, f32x16 v) {
  f32x16 t = v * grid.inverse + grid.zero;
  t = lanes_select(t < grid.smallest, grid.smallest, t);
  t = lanes_select(t > grid.largest, grid.largest, t);
  return t + SWIFTLET_ROUND_MAGIC;
}

// Codes less their zero point. All of these are whole numbers below 2^24, so that one subtraction is as exact as two.
INLINE f32x16 grid_distances(grid_lanes grid, f32x16 v) {
  return grid_rounded(grid, v) - (grid.zero + SWIFTLET_ROUND_MAGIC);
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
      const f32x16 distance = grid_distances(lanes, v);
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

// What lanes_sum adds up in its last steps: lanes l, l + 4, l + 8 and l + 12.
INLINE f32x4 lanes_quarter_sums(f32x16 v) {
  const f32x8 s8 = __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7) +
                   __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15);
  return __builtin_shufflevector(s8, s8, 0, 1, 2, 3) + __builtin_shufflevector(s8, s8, 4, 5, 6, 7);
}

// The last steps of four sums at once.
INLINE f32x4 finished_sums(const f32x4 q[4]) {
  const f32x4 first = __builtin_shufflevector(q[0], q[1], 0, 4, 1, 5) + __builtin_shufflevector(q[0], q[1], 2, 6, 3, 7);
  const f32x4 second =
      __builtin_shufflevector(q[2], q[3], 0, 4, 1, 5) + __builtin_shufflevector(q[2], q[3], 2, 6, 3, 7);
  return __builtin_shufflevector(first, second, 0, 1, 4, 5) + __builtin_shufflevector(first, second, 2, 3, 6, 7);
}

INLINE f32x4 quarter_select(i32x4 mask, f32x4 a, f32x4 b) { return (f32x4)(((i32x4)a & mask) | ((i32x4)b & ~mask)); }

// swiftlet_stored_scale of four; NaN stays NaN.
INLINE f32x4 stored_scales(f32x4 scales) {
  const f32x4 stored = __builtin_convertvector(__builtin_convertvector(scales, f16x4), f32x4);
  const f32x4 smallest = (f32x4)(((i32x4)scales & INT32_MIN) | (i32x4){0x33800000, 0x33800000, 0x33800000, 0x33800000});
  return quarter_select(stored == 0, smallest, stored);
}

_Static_assert(SWIFTLET_REFINED_GRIDS == 4, "a grid of code_refine is a lane of f32x4");

// Sums of a code_refine's grids: the squared error, value * distance and the squared distance.
typedef struct {
  f32x4 error[SWIFTLET_REFINED_GRIDS], product[SWIFTLET_REFINED_GRIDS], square[SWIFTLET_REFINED_GRIDS];
} refined_sums;

INLINE void add_up(refined_sums *sums, size_t g, const float *values, size_t count, grid_lanes lanes, float scale) {
  f32x16 error = lanes_zero(), product = lanes_zero(), square = lanes_zero();
  for (size_t i = 0; i < count; i += LANES) {
    const f32x16 v = lanes_load(values + i);
    const f32x16 distance = grid_distances(lanes, v);
    const f32x16 difference = v - distance * scale;
    error += difference * difference;
    product += v * distance;
    square += distance * distance;
  }
  sums->error[g] = lanes_quarter_sums(error);
  sums->product[g] = lanes_quarter_sums(product);
  sums->square[g] = lanes_quarter_sums(square);
}

void NAME(code_error_f32_f32)(float *dst, const float *values, size_t count, const swiftlet_code_grid *grid,
                              float scale) {
  const grid_lanes lanes = grid_load(grid);
  f32x16 error = lanes_zero();
  for (size_t i = 0; i < count; i += LANES) {
    const f32x16 v = lanes_load(values + i);
    const f32x16 difference = v - grid_distances(lanes, v) * scale;
    error += difference * difference;
  }
  dst[0] = lanes_sum(error);
}

// Grids do not depend on each other: side by side, one's sums are under way while another waits for its scale, and
// the scales are lanes of one vector. Those that fall no more are left out.
void NAME(code_refine_f32_f32)(float *dst, const float *values, size_t count, const swiftlet_code_grid *grids,
                               const float *scales, size_t grid_count) {
  f32x4 scale = {0}, best = {0}, least = (f32x4){0} + __builtin_inff();
  memcpy(&scale, scales, grid_count * sizeof(float));
  i32x4 is_falling = (i32x4){0, 1, 2, 3} < (int32_t)grid_count;
  refined_sums sums;
  memset(&sums, 0, sizeof(sums));
  for (size_t step = 0; step < 3; step++) {
    const f32x4 stored = stored_scales(scale);
    is_falling &= (stored != best) & (stored - stored == 0);
    const f32x4 inverse = 1.0f / stored;
    float inverses[4], storeds[4];
    memcpy(inverses, &inverse, sizeof(inverse));
    memcpy(storeds, &stored, sizeof(stored));
    uint32_t active = 0;
    for (size_t g = 0; g < 4; g++) active |= (uint32_t)(is_falling[g] & 1) << g;
    for (; active; active &= active - 1) {
      const size_t g = (size_t)__builtin_ctz(active);
      const grid_lanes lanes = grid_make(inverses[g], grids[g].zero, grids[g].largest);
      // The smallest groups, with which a loop and its counting would be a third of the work.
      if (count == 2 * LANES) {
        add_up(&sums, g, values, 2 * LANES, lanes, storeds[g]);
      } else {
        add_up(&sums, g, values, count, lanes, storeds[g]);
      }
    }
    const f32x4 error = finished_sums(sums.error);
    is_falling &= error < least;
    best = quarter_select(is_falling, stored, best);
    least = quarter_select(is_falling, error, least);
    const f32x4 square = finished_sums(sums.square);
    is_falling &= square > 0;
    if (__builtin_reduce_or(is_falling) == 0) break;
    scale = finished_sums(sums.product) / square;
  }
  memcpy(dst, &best, sizeof(best));
  memcpy(dst + SWIFTLET_REFINED_GRIDS, &least, sizeof(least));
}

void NAME(code_store_qai8_f32)(uint8_t *codes, float *dst, const float *values, size_t count,
                               const swiftlet_code_grid *grid, float scale) {
  const grid_lanes lanes = grid_load(grid);
  f32x16 worst = lanes_zero(), energy = lanes_zero();
  for (size_t i = 0; i < count; i += LANES) {
    const f32x16 v = lanes_load(values + i);
    const f32x16 rounded = grid_rounded(lanes, v);
    energy += v * v;
    const f32x16 difference = v - (rounded - (lanes.zero + SWIFTLET_ROUND_MAGIC)) * scale;
    worst = lanes_select(difference > worst, difference, worst);
    worst = lanes_select(-difference > worst, -difference, worst);
    const u32x16 bits = (u32x16)rounded;
    const i8x16 bytes = __builtin_convertvector(bits, i8x16);
    memcpy(codes + i, &bytes, sizeof(bytes));
  }
  float worsts[LANES];
  lanes_store(worsts, worst);
  dst[0] = worsts[0];
  for (size_t l = 1; l < LANES; l++) dst[0] = worsts[l] > dst[0] ? worsts[l] : dst[0];
  dst[1] = lanes_sum(energy);
}

// Whether positions are whole numbers, nearly.
INLINE i32x16 lies_on_step(f32x16 position) {
  const f32x16 difference = position - ((position + SWIFTLET_ROUND_MAGIC) - SWIFTLET_ROUND_MAGIC);
  return (f32x16)lanes_magnitude_bits(difference) < SWIFTLET_GRID_TOLERANCE;
}

// False where two values tell already that no number of steps fits, which is so for nearly all weights on no grid.
//
// A number of steps times a value's share of the extent, in units of 2^-32 and without whole parts, has to be near 0: an
// addition for each number. Shares are off by a few units in their last place, 2^-24, times up to 255, and truncated; a
// doubled tolerance is far more than that.
INLINE int may_lie_on_steps(const float *values, size_t count, float origin, float extent, float first, float most) {
  const uint32_t tolerance = (uint32_t)(2 * SWIFTLET_GRID_TOLERANCE * 0x1p32f);
  const u32x16 numbers = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  // Its inverse has to be a normal number.
  if (!(extent > 0x1p-100f && extent < 0x1p100f)) return 1;
  const float per_unit = 1.0f / extent;
  uint32_t shares[2];
  size_t found = 0;
  for (size_t i = 0; i < count && found < 2; i++) {
    // The ends of the extent lie on any grid.
    const float share = (values[i] - origin) * per_unit, magnitude = share < 0 ? -share : share;
    if (magnitude > 0x1p-20f && magnitude < 1 - 0x1p-20f) shares[found++] = (uint32_t)(int64_t)(share * 0x1p32f);
  }
  if (found < 2) return 1;
  const uint32_t start = (uint32_t)first;
  u32x16 left = (numbers + start) * shares[0] + tolerance, right = (numbers + start) * shares[1] + tolerance;
  u32x16 least = left | ~0u;
  for (uint32_t block = start; block <= (uint32_t)most; block += LANES) {
    least = __builtin_elementwise_min(least, __builtin_elementwise_max(left, right));
    left += LANES * shares[0];
    right += LANES * shares[1];
  }
  return __builtin_reduce_or((i32x16)(least < 2 * tolerance)) != 0;
}

void NAME(grid_steps_f32_f32)(float *dst, const float *values, size_t count, float origin, float extent, float first,
                              float most) {
  const f32x16 offsets = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  dst[0] = 0;
  if (most - first >= LANES && !may_lie_on_steps(values, count, origin, extent, first, most)) return;
  for (; first <= most; first += LANES) {
    const f32x16 steps = offsets + first;
    const f32x16 per_unit = steps / extent;
    i32x16 candidates = steps <= most;
    for (size_t i = 0; i < count; i++) {
      candidates &= lies_on_step(per_unit * (values[i] - origin));
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
