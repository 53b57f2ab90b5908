// The search for scales of a group, set against set; a part of compare_variants.c, whose helpers it takes.

// Finite weights: of all sizes, of few bits, or on a grid.
static buffer random_group(size_t count) {
  buffer b = guarded(count * 4);
  const size_t kind = below(4);
  const float step = (float)between(1, 1000) * 1e-4f;
  for (size_t i = 0; i < count; i++) {
    float value = (float)((int64_t)next_random() >> 40) * 0x1p-23f;
    if (kind == 1) value *= below(9) == 0 ? 300 : 1e-3f;
    if (kind == 2) value = (float)(int)(value * 100) * step;
    if (kind == 3) {
      uint32_t bits;
      memcpy(&bits, &value, 4);
      bits &= 0xFFFF0000u;
      memcpy(&value, &bits, 4);
    }
    ((float *)b.data)[i] = value;
  }
  return b;
}

static void compare_code_search(const swiftlet_kernel_set *scalar, const swiftlet_kernel_set *set) {
  const size_t count = 16 * between(1, 8);
  char shape[40];
  snprintf(shape, sizeof(shape), "%zu values", count);
  buffer values = random_group(count), expected = guarded(8 * 4), found = guarded(8 * 4);
  const float largest = below(2) ? 15 : 255;
  swiftlet_code_grid grids[4];
  float scales[4];
  for (size_t g = 0; g < 4; g++) {
    const float scale = (float)between(1, 2000) * 1e-5f * (below(2) ? 1 : -1);
    grids[g] = (swiftlet_code_grid){.inverse = 1 / scale, .zero = (float)below(256), .largest = largest};
    scales[g] = below(20) ? scale : below(2) ? 1e9f : 1e-12f;
  }

  current_contract = "value_range";
  scalar->value_range(expected.data, values.data, count);
  set->value_range(found.data, values.data, count);
  expect_equal(&expected, &found, 2, 4, shape);
  const float low = ((float *)expected.data)[0], high = ((float *)expected.data)[1];

  current_contract = "code_best";
  scalar->code_best(expected.data, values.data, count, grids, 4);
  set->code_best(found.data, values.data, count, grids, 4);
  expect_equal(&expected, &found, 2, 4, shape);

  current_contract = "code_refine";
  const size_t grid_count = between(1, 4);
  scalar->code_refine(expected.data, values.data, count, grids, scales, grid_count);
  set->code_refine(found.data, values.data, count, grids, scales, grid_count);
  expect_equal(&expected, &found, 8, 4, shape);

  current_contract = "code_error";
  scalar->code_error(expected.data, values.data, count, grids, scales[0]);
  set->code_error(found.data, values.data, count, grids, scales[0]);
  expect_equal(&expected, &found, 1, 4, shape);

  current_contract = "code_store";
  buffer codes = guarded(count), other_codes = guarded(count);
  scalar->code_store(codes.data, expected.data, values.data, count, grids, 1 / grids[0].inverse);
  set->code_store(other_codes.data, found.data, values.data, count, grids, 1 / grids[0].inverse);
  expect_equal(&expected, &found, 2, 4, shape);
  expect_equal(&codes, &other_codes, count, 1, shape);
  release(codes), release(other_codes);

  current_contract = "grid_steps";
  const float extents[3] = {high > -low ? high : -low, high - low, 1e38f}, origins[3] = {0, low, 0};
  for (size_t i = 0; i < 3; i++) {
    const float most = (float)between(1, 255), first = (float)between(1, 9);
    scalar->grid_steps(expected.data, values.data, count, origins[i], extents[i], first, most);
    set->grid_steps(found.data, values.data, count, origins[i], extents[i], first, most);
    expect_equal(&expected, &found, 1, 4, shape);
  }
  release(values), release(expected), release(found);
}
