// Compares every kernel set that this CPU runs with the scalar one, bit for bit, on random shapes and
// hostile values. Plain C, so that it runs under an emulator of another architecture without Swift.
//
// Every buffer ends at an unmapped page: a kernel that reads or writes one byte too far stops the run.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "swiftlet_kernels.h"
#include "swiftlet_system.h"

static uint64_t random_state = 42;

static uint64_t next_random(void) {  // SplitMix64
  uint64_t z = (random_state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static size_t below(size_t bound) { return next_random() % bound; }
static size_t between(size_t low, size_t high) { return low + below(high - low + 1); }

// A buffer whose last byte is followed by an unmapped page, or, when AddressSanitizer watches
// (HEAP_BUFFERS), one of the heap, of which it knows both ends.
typedef struct {
  void *data;
  void *map;
  size_t map_size;
} buffer;

static buffer guarded(size_t size) {
#ifdef HEAP_BUFFERS
  void *bytes = calloc(size ? size : 1, 1);
  if (!bytes) exit(2);
  return (buffer){.data = bytes, .map = bytes, .map_size = size};
#endif
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  const size_t whole = (size + page - 1) / page * page;
  buffer b = {.map_size = whole + page};
  b.map = mmap(NULL, b.map_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (b.map == MAP_FAILED || mprotect((char *)b.map + whole, page, PROT_NONE) != 0) {
    perror("guarded buffer");
    exit(2);
  }
  b.data = (char *)b.map + whole - size;
  return b;
}

static buffer copy_of(const buffer *source, size_t size) {
  buffer b = guarded(size);
  memcpy(b.data, source->data, size);
  return b;
}

static void release(buffer b) {
#ifdef HEAP_BUFFERS
  free(b.map);
#else
  munmap(b.map, b.map_size);
#endif
}

static int is_nan32(uint32_t bits) { return (bits & 0x7FFFFFFFu) > 0x7F800000u; }
static int is_nan16(uint16_t bits) { return (bits & 0x7FFFu) > 0x7C00u; }

static long failures = 0, comparisons = 0;
static const char *current_set = "", *current_contract = "";

// Equal bits; which NaN a NaN is does not count.
static int equal(const void *expected, const void *found, size_t count, size_t element_size) {
  for (size_t i = 0; i < count; i++) {
    if (element_size == 4) {
      uint32_t a, b;
      memcpy(&a, (const char *)expected + 4 * i, 4);
      memcpy(&b, (const char *)found + 4 * i, 4);
      if (a != b && !(is_nan32(a) && is_nan32(b))) return 0;
    } else if (element_size == 2) {
      uint16_t a, b;
      memcpy(&a, (const char *)expected + 2 * i, 2);
      memcpy(&b, (const char *)found + 2 * i, 2);
      if (a != b && !(is_nan16(a) && is_nan16(b))) return 0;
    } else if (memcmp((const char *)expected + i, (const char *)found + i, 1) != 0) {
      return 0;
    }
  }
  return 1;
}

static void expect_equal(const buffer *expected, const buffer *found, size_t count, size_t element_size,
                         const char *shape) {
  comparisons++;
  if (equal(expected->data, found->data, count, element_size)) return;
  failures++;
  if (failures <= 20) printf("DIFFERS %s %s %s\n", current_set, current_contract, shape);
}

// mode 0: ordinary values; 1: wide exponents; 2: any bits at all, NaN and infinities among them.
static float random_float(int mode) {
  uint32_t bits = (uint32_t)next_random();
  if (mode == 0) return ((float)(bits >> 8) / 8388608.0f - 1.0f) * 3.0f;
  if (mode == 1) bits = (bits & 0x807FFFFFu) | (uint32_t)between(90, 150) << 23;
  if (mode == 2 && below(4) == 0) {
    static const uint32_t special[] = {0,          0x80000000u, 0x7F800000u, 0xFF800000u, 0x7FC00000u,
                                       0x7F800001u, 1,           0x807FFFFFu, 0x7F7FFFFFu, 0xC2AE999Au,
                                       0x42B16666u, 0x477FF000u, 0x33000000u};
    bits = special[below(sizeof(special) / sizeof(special[0]))];
  }
  float value;
  memcpy(&value, &bits, 4);
  return value;
}

static uint16_t random_half(int mode) {
  const uint16_t bits = (uint16_t)next_random();
  if (mode == 2) return bits;
  return (uint16_t)((bits & 0x83FFu) | between(5, 18) << 10);
}

static buffer random_floats(size_t count, int mode) {
  buffer b = guarded(count * 4);
  for (size_t i = 0; i < count; i++) ((float *)b.data)[i] = random_float(mode);
  return b;
}

static buffer random_halves(size_t count, int mode) {
  buffer b = guarded(count * 2);
  for (size_t i = 0; i < count; i++) ((uint16_t *)b.data)[i] = random_half(mode);
  return b;
}

static buffer random_bytes(size_t count) {
  buffer b = guarded(count);
  for (size_t i = 0; i < count; i++) ((uint8_t *)b.data)[i] = (uint8_t)next_random();
  return b;
}

static void compare_quantized(const swiftlet_kernel_set *scalar, const swiftlet_kernel_set *set, int bits) {
  current_contract = bits == 4 ? "matmul_int4" : "matmul_int8";
  const size_t group_size = (size_t)32 << below(3);
  const size_t columns = group_size * between(1, 7);
  const size_t tile_rows = between(1, 4), tokens = between(1, 27);
  // Matrices with ranges of scales are whole, with zero points.
  const int has_ranges = below(3) == 0;
  const size_t row_columns = columns + (has_ranges ? 0 : group_size * below(3)), groups = columns / 32;
  const size_t token_stride = tokens + below(3);
  const size_t begin = below(tile_rows), end = between(begin, tile_rows);
  const size_t dst_stride = 16 * tile_rows + below(5);
  const int mode = (int)below(3), extreme = (int)below(4) == 0;
  // The last tile row ends with its columns, not with the distance to a next one.
  const size_t all_columns = (tile_rows - 1) * row_columns + columns;
  buffer values = random_bytes(16 * all_columns * (size_t)bits / 8);
  buffer scales = has_ranges ? random_bytes(all_columns / group_size * 16 + tile_rows * 4)
                             : random_halves(all_columns / group_size * 16, mode);
  buffer zero_points = random_bytes(all_columns / group_size * 16 * (size_t)bits / 8);
  const size_t slots = (groups - 1) * token_stride + tokens;
  buffer codes = random_bytes(32 * slots);
  buffer x_scales = random_floats(slots, mode);
  buffer sums = guarded(slots * 4);
  int8_t *x = codes.data;
  for (size_t i = 0; i < 32 * slots; i++) {
    if (x[i] == -128) x[i] = -127;
    if (extreme) x[i] = below(2) ? 127 : -127;
  }
  if (extreme) memset(values.data, below(2) ? 0xFF : 0, 16 * all_columns * (size_t)bits / 8);
  for (size_t i = 0; i < slots; i++) {
    int32_t sum = 0;
    for (size_t c = 0; c < 32; c++) sum -= x[32 * i + c];
    ((int32_t *)sums.data)[i] = sum;
  }
  swiftlet_activations lhs = {codes.data, x_scales.data, sums.data, token_stride};
  swiftlet_matrix rhs = {.values = values.data,
                         .scales = has_ranges || below(4) ? scales.data : NULL,
                         .has_scale_ranges = has_ranges,
                         .zero_points = has_ranges || below(2) ? zero_points.data : NULL,
                         .columns = columns,
                         .group_size = group_size,
                         .tile_row_columns = row_columns};
  const size_t count = (tokens - 1) * dst_stride + 16 * tile_rows;
  buffer expected = random_floats(count, 0);
  buffer found = copy_of(&expected, count * 4);
  (bits == 4 ? scalar->matmul_int4 : scalar->matmul_int8)(expected.data, dst_stride, &lhs, tokens, &rhs,
                                                          begin, end);
  (bits == 4 ? set->matmul_int4 : set->matmul_int8)(found.data, dst_stride, &lhs, tokens, &rhs, begin, end);
  char shape[200];
  snprintf(shape, sizeof(shape), "group %zu columns %zu tile rows %zu..<%zu of %zu tokens %zu mode %d%s",
           group_size, columns, begin, end, tile_rows, tokens, mode, has_ranges ? " ranges" : "");
  expect_equal(&expected, &found, count, 4, shape);
  release(values), release(scales), release(zero_points), release(codes), release(x_scales);
  release(sums), release(expected), release(found);
}

static void compare_float(const swiftlet_kernel_set *scalar, const swiftlet_kernel_set *set, int type) {
  static const char *const names[] = {"matmul_float32", "matmul_float16", "matmul_bfloat16"};
  current_contract = names[type];
  const size_t columns = below(3) ? between(1, 70) : between(120, 140);
  const size_t tile_rows = between(1, 5), tokens = between(1, 27);
  const size_t stride = columns + below(4), dst_stride = 16 * tile_rows + below(5);
  const size_t begin = below(tile_rows), end = between(begin, tile_rows);
  const int mode = (int)below(3);
  const size_t row_columns = columns + below(3);
  const size_t value_count = 16 * ((tile_rows - 1) * row_columns + columns);
  buffer values = type == 0 ? random_floats(value_count, mode) : random_halves(value_count, mode);
  buffer lhs = random_floats((tokens - 1) * stride + columns, mode);
  swiftlet_matrix rhs = {
      .values = values.data, .columns = columns, .group_size = 1, .tile_row_columns = row_columns};
  const size_t count = (tokens - 1) * dst_stride + 16 * tile_rows;
  buffer expected = random_floats(count, 0);
  buffer found = copy_of(&expected, count * 4);
  const swiftlet_matmul_float functions[2][3] = {
      {scalar->matmul_float32, scalar->matmul_float16, scalar->matmul_bfloat16},
      {set->matmul_float32, set->matmul_float16, set->matmul_bfloat16}};
  functions[0][type](expected.data, dst_stride, lhs.data, stride, tokens, &rhs, begin, end);
  functions[1][type](found.data, dst_stride, lhs.data, stride, tokens, &rhs, begin, end);
  char shape[200];
  snprintf(shape, sizeof(shape), "columns %zu tile rows %zu..<%zu of %zu tokens %zu mode %d", columns,
           begin, end, tile_rows, tokens, mode);
  expect_equal(&expected, &found, count, 4, shape);
  release(values), release(lhs), release(expected), release(found);
}

static void compare_vectors(const swiftlet_kernel_set *scalar, const swiftlet_kernel_set *set) {
  const size_t count = between(1, 150);
  const int mode = (int)below(3);
  char shape[100];
  snprintf(shape, sizeof(shape), "count %zu mode %d", count, mode);
  buffer a = random_floats(count, mode), b = random_floats(count, mode);

  current_contract = "rms_norm";
  buffer expected = random_floats(count, 0), found = copy_of(&expected, count * 4);
  scalar->rms_norm(expected.data, a.data, b.data, count, 1e-5f);
  set->rms_norm(found.data, a.data, b.data, count, 1e-5f);
  expect_equal(&expected, &found, count, 4, shape);

  current_contract = "rms_norm in place";
  memcpy(expected.data, a.data, count * 4), memcpy(found.data, a.data, count * 4);
  scalar->rms_norm(expected.data, expected.data, b.data, count, 1e-5f);
  set->rms_norm(found.data, found.data, b.data, count, 1e-5f);
  expect_equal(&expected, &found, count, 4, shape);

  current_contract = "add";
  memcpy(expected.data, a.data, count * 4), memcpy(found.data, a.data, count * 4);
  scalar->add(expected.data, b.data, count), set->add(found.data, b.data, count);
  expect_equal(&expected, &found, count, 4, shape);

  current_contract = "silu_multiply";
  memcpy(expected.data, a.data, count * 4), memcpy(found.data, a.data, count * 4);
  scalar->silu_multiply(expected.data, b.data, count), set->silu_multiply(found.data, b.data, count);
  expect_equal(&expected, &found, count, 4, shape);

  current_contract = "gelu_multiply";
  memcpy(expected.data, a.data, count * 4), memcpy(found.data, a.data, count * 4);
  scalar->gelu_multiply(expected.data, b.data, count), set->gelu_multiply(found.data, b.data, count);
  expect_equal(&expected, &found, count, 4, shape);

  current_contract = "divide";
  scalar->divide(expected.data, a.data, ((float *)b.data)[0], count);
  set->divide(found.data, a.data, ((float *)b.data)[0], count);
  expect_equal(&expected, &found, count, 4, shape);
  release(expected), release(found);

  current_contract = "rope";
  buffer head = random_floats(2 * count, mode);
  buffer rotated = random_floats(2 * count, 0), other = copy_of(&rotated, 2 * count * 4);
  scalar->rope(rotated.data, head.data, a.data, b.data, count);
  set->rope(other.data, head.data, a.data, b.data, count);
  expect_equal(&rotated, &other, 2 * count, 4, shape);
  current_contract = "rope in place";
  set->rope(head.data, head.data, a.data, b.data, count);
  expect_equal(&rotated, &head, 2 * count, 4, shape);
  release(head), release(rotated), release(other);

  current_contract = "quantize_activations";
  const size_t padded = (count + 31) / 32 * 32 + 32 * below(3), token_stride = between(1, 3);
  const size_t slots = (padded / 32 - 1) * token_stride + 1;
  buffer q = random_bytes(32 * slots), qs = random_floats(slots, 0), qsum = random_floats(slots, 0);
  buffer r = copy_of(&q, 32 * slots), rs = copy_of(&qs, 4 * slots), rsum = copy_of(&qsum, 4 * slots);
  scalar->quantize_activations(q.data, qs.data, qsum.data, token_stride, a.data, count, padded);
  set->quantize_activations(r.data, rs.data, rsum.data, token_stride, a.data, count, padded);
  expect_equal(&q, &r, 32 * slots, 1, shape);
  expect_equal(&qs, &rs, slots, 4, shape);
  expect_equal(&qsum, &rsum, slots, 4, shape);
  release(q), release(qs), release(qsum), release(r), release(rs), release(rsum);
  release(a), release(b);
}

// As a row of tiles, as a column of them, and anywhere.
static swiftlet_places random_places(void) {
  const swiftlet_places places[] = {{256, 64, 16}, {256, 64, 1}, {32, 4, 1}, {64, 16, 4}};
  if (below(2)) return places[below(4)];
  const size_t one = between(1, 5), four = 4 * one + below(5);
  return (swiftlet_places){4 * four + below(9), four, one};
}

static void compare_stores(const swiftlet_kernel_set *scalar, const swiftlet_kernel_set *set) {
  const size_t count = between(1, 150), last = count - 1;
  const swiftlet_places places = random_places();
  const size_t size = last / 16 * places.sixteen + last % 16 / 4 * places.four + last % 4 * places.one + 1;
  const int mode = (int)below(3);
  char shape[100];
  snprintf(shape, sizeof(shape), "count %zu places %zu %zu %zu mode %d", count, places.sixteen,
           places.four, places.one, mode);
  buffer a = random_floats(count, mode);
  for (int type = 0; type < 3; type++) {
    static const char *const names[] = {"store_f32", "store_f16", "store_i8"};
    static const size_t sizes[] = {4, 2, 1};
    current_contract = names[type];
    buffer expected = random_bytes(size * sizes[type]);
    buffer found = copy_of(&expected, size * sizes[type]);
    buffer scale = random_halves(1, 0), other_scale = random_halves(1, 0);
    if (type == 0) {
      scalar->store_f32(expected.data, &places, a.data, count);
      set->store_f32(found.data, &places, a.data, count);
    } else if (type == 1) {
      scalar->store_f16(expected.data, &places, a.data, count);
      set->store_f16(found.data, &places, a.data, count);
    } else {
      scalar->store_i8(expected.data, &places, scale.data, a.data, count);
      set->store_i8(found.data, &places, other_scale.data, a.data, count);
      expect_equal(&scale, &other_scale, 1, 2, shape);
    }
    expect_equal(&expected, &found, size, sizes[type], shape);
    release(expected), release(found), release(scale), release(other_scale);
  }
  release(a);
}

static void compare_attention(const swiftlet_kernel_set *scalar, const swiftlet_kernel_set *set) {
  const size_t count = between(1, below(2) ? 20 : 128);
  const int mode = (int)below(3);
  char shape[100];
  snprintf(shape, sizeof(shape), "count %zu mode %d", count, mode);
  buffer x = random_floats(count, mode), y = copy_of(&x, count * 4), scales = random_halves(count, mode);
  buffer state = guarded(8), other_state = guarded(8);
  const uint16_t *value_scales = below(2) ? scales.data : NULL;
  current_contract = "attention_weights";
  scalar->attention_weights(x.data, state.data, value_scales, count, 0.125f);
  set->attention_weights(y.data, other_state.data, value_scales, count, 0.125f);
  expect_equal(&x, &y, count, 4, shape);
  expect_equal(&state, &other_state, 2, 4, shape);
  release(x), release(y), release(state), release(other_state), release(scales);

  current_contract = "attention_fold";
  buffer out = random_floats(count, mode), other_out = copy_of(&out, count * 4);
  buffer part = random_floats(count, mode), part_state = random_floats(2, mode);
  state = random_floats(2, mode), other_state = copy_of(&state, 8);
  scalar->attention_fold(out.data, state.data, part.data, part_state.data, count, 0.3f);
  set->attention_fold(other_out.data, other_state.data, part.data, part_state.data, count, 0.3f);
  expect_equal(&out, &other_out, count, 4, shape);
  expect_equal(&state, &other_state, 2, 4, shape);
  release(out), release(other_out), release(part), release(part_state);
  release(state), release(other_state);
}

#include "compare_code_search.h"

// All halves through the widening loads, and floats around every half through the rounding stores.
static void compare_conversions(const swiftlet_kernel_set *scalar, const swiftlet_kernel_set *set) {
  current_contract = "every float16";
  const float one = 1;
  const swiftlet_places in_order = {16, 4, 1};
  for (uint32_t first = 0; first < 0x10000; first += 256) {
    uint16_t halves[256];
    float wide[256], other_wide[256];
    for (uint32_t i = 0; i < 256; i++) halves[i] = (uint16_t)(first + i);
    const swiftlet_matrix column = {
        .values = halves, .columns = 1, .group_size = 1, .tile_row_columns = 1};
    scalar->matmul_float16(wide, 256, &one, 1, 1, &column, 0, 16);
    set->matmul_float16(other_wide, 256, &one, 1, 1, &column, 0, 16);
    comparisons++;
    if (!equal(wide, other_wide, 256, 4)) failures++, printf("DIFFERS widening near %x\n", first);
    for (int step = -1; step <= 1; step++) {
      for (int middle = 0; middle < 2; middle++) {
        float source[256];
        uint16_t stored[256], other_stored[256];
        for (uint32_t i = 0; i < 256; i++) {
          uint32_t bits;
          memcpy(&bits, &wide[i], 4);
          bits += (uint32_t)middle * 0x1000 + (uint32_t)step;
          memcpy(&source[i], &bits, 4);
        }
        scalar->store_f16(stored, &in_order, source, 256);
        set->store_f16(other_stored, &in_order, source, 256);
        comparisons++;
        if (!equal(stored, other_stored, 256, 2)) failures++, printf("DIFFERS rounding near %x\n", first);
      }
    }
  }
}

// The comparison itself must be able to fail.
static int comparison_works(void) {
  const uint32_t a[2] = {0x3F800000u, 0x7FC00000u}, b[2] = {0x3F800001u, 0x7FC00000u};
  const uint32_t nan[2] = {0x3F800000u, 0xFFC00001u}, zero = 0, minus_zero = 0x80000000u;
  return !equal(a, b, 2, 4) && equal(a, nan, 2, 4) && !equal(&zero, &minus_zero, 1, 4);
}

int main(int argc, char **argv) {
  const int rounds = argc > 1 ? atoi(argv[1]) : 300;
  if (!comparison_works()) return printf("the comparison cannot fail\n"), 2;
  const swiftlet_kernel_set *const *sets;
  const size_t set_count = swiftlet_kernel_sets(&sets);
  const swiftlet_kernel_set *scalar = sets[set_count - 1];
  const uint32_t features = swiftlet_cpu_features();
  for (size_t s = 0; s + 1 < set_count; s++) {
    if ((sets[s]->required_features & ~features) != 0) {
      printf("%s: not on this CPU\n", sets[s]->name);
      continue;
    }
    current_set = sets[s]->name;
    comparisons = 0;
    for (int round = 0; round < rounds; round++) {
      compare_quantized(scalar, sets[s], 4);
      compare_quantized(scalar, sets[s], 8);
      for (int type = 0; type < 3; type++) compare_float(scalar, sets[s], type);
      compare_vectors(scalar, sets[s]);
      compare_stores(scalar, sets[s]);
      compare_attention(scalar, sets[s]);
      compare_code_search(scalar, sets[s]);
    }
    compare_conversions(scalar, sets[s]);
    printf("%s: %ld comparisons with scalar\n", sets[s]->name, comparisons);
  }
  if (failures != 0) return printf("%ld differ\n", failures), 1;
  return 0;
}
