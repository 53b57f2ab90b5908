// The contract of integer matrix products, word for word; what every other variant is compared with.
//
// The includer defines CODE(tile, r, c), the code of row r and column c of a tile, counted from 0, and
// CONTRACT, TILE_BYTES, ZERO_POINT, that of symmetric groups, and ZERO_POINT_OF(group, r), that of row r in the
// bytes of a group.

static float scale_of(const swiftlet_matrix *rhs, size_t tile_row, size_t groups, size_t group, size_t r) {
  if (!rhs->scales) return 1;
  if (!rhs->has_scale_ranges) {
    return swiftlet_from_half(((const uint16_t *)rhs->scales)[(tile_row * groups + group) * SWIFTLET_TILE_ROWS + r]);
  }
  const uint8_t *row =
      (const uint8_t *)rhs->scales + tile_row * (SWIFTLET_RANGE_BYTES + groups * SWIFTLET_TILE_ROWS);
  swiftlet_scale_range range;
  memcpy(&range, row, sizeof(range));
  const uint8_t byte = row[SWIFTLET_RANGE_BYTES + group * SWIFTLET_TILE_ROWS + r];
  return swiftlet_from_half((uint16_t)(range.first + range.step * byte));
}

void NAME(CONTRACT)(float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token_count,
                    const swiftlet_matrix *rhs, size_t tile_row_begin, size_t tile_row_end) {
  const size_t tiles = rhs->columns / SWIFTLET_TILE_COLUMNS;
  const size_t tile_stride = rhs->tile_row_columns / SWIFTLET_TILE_COLUMNS;
  const size_t group_stride = rhs->tile_row_columns / rhs->group_size;
  const size_t tiles_per_group = rhs->group_size / SWIFTLET_TILE_COLUMNS;
  for (size_t tile_row = tile_row_begin; tile_row < tile_row_end; tile_row++) {
    const uint8_t *tile_row_values = (const uint8_t *)rhs->values + tile_row * tile_stride * TILE_BYTES;
    for (size_t token = 0; token < token_count; token++) {
      for (size_t r = 0; r < SWIFTLET_TILE_ROWS; r++) {
        float y = 0;
        for (size_t a = 0; a < tiles; a++) {
          const uint8_t *tile = tile_row_values + a * TILE_BYTES;
          const size_t x = a * lhs->token_stride + token;
          const int8_t *codes = lhs->codes + x * SWIFTLET_TILE_COLUMNS;
          int32_t dot = 0;
          for (size_t c = 0; c < SWIFTLET_TILE_COLUMNS; c++) dot += CODE(tile, r, c) * codes[c];
          const size_t group = tile_row * group_stride + a / tiles_per_group;
          const int32_t zero_point =
              rhs->zero_points ? ZERO_POINT_OF(rhs->zero_points + group * SWIFTLET_ZERO_POINTS_BYTES, r) : ZERO_POINT;
          const float scale = scale_of(rhs, tile_row, group_stride, a / tiles_per_group, r);
          const int32_t sum = dot + zero_point * lhs->negative_sums[x];
          y = __builtin_fmaf(scale * lhs->scales[x], (float)sum, y);
        }
        dst[token * dst_stride + tile_row * SWIFTLET_TILE_ROWS + r] = y;
      }
    }
  }
}
