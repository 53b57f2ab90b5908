// Walking the tile rows of a quantized matrix. Divisions happen once per call, not once per tile row.
#ifndef SWIFTLET_KERNELS_TILE_ROWS_H
#define SWIFTLET_KERNELS_TILE_ROWS_H

#include "common.h"

// How far ahead of the tile in work its successors are asked for. Hardware prefetchers stop at the end of
// a 4 KiB page; without this a stream of tiles reaches two thirds of the bandwidth of a plain read.
enum { SWIFTLET_PREFETCH_BYTES = 4096 };

/// Where one tile row's planes are, and how far apart.
///
/// Planes that a matrix does not have are one row that is read again and again, with steps of 0.
typedef struct {
  const uint8_t *tiles;
  const uint8_t *last_tile;  ///< of all tile rows of the call: nothing behind it is asked for
  const uint8_t *scales;
  const uint8_t *zero_points;
  size_t scales_step;          ///< bytes from one group to the next
  size_t scales_stride;        ///< bytes from one tile row to the next
  size_t zero_points_step;     ///< bytes from one group to the next
  size_t tiles_per_group;
  size_t groups;
  size_t tiles_stride;         ///< bytes from one tile row to the next
  size_t groups_stride;        ///< groups from one tile row to the next
} swiftlet_tile_row;

INLINE swiftlet_tile_row swiftlet_first_tile_row(const swiftlet_matrix *matrix, size_t tile_row,
                                                 size_t tile_row_end, size_t tile_bytes,
                                                 const uint8_t symmetric[SWIFTLET_TILE_ROWS]) {
  // Group sizes are powers of two.
  const unsigned shift = (unsigned)__builtin_ctzll(matrix->group_size);
  const size_t stride = matrix->tile_row_columns;
  const swiftlet_scales scales = swiftlet_scales_of(matrix, stride >> shift);
  swiftlet_tile_row row = {
      .scales_step = scales.step,
      .scales_stride = scales.stride,
      .zero_points_step = matrix->zero_points ? tile_bytes / SWIFTLET_TILE_COLUMNS : 0,
      .tiles_per_group = matrix->group_size / SWIFTLET_TILE_COLUMNS,
      .groups = matrix->columns >> shift,
      .tiles_stride = stride / SWIFTLET_TILE_COLUMNS * tile_bytes,
      .groups_stride = stride >> shift,
  };
  const size_t groups_before = tile_row * row.groups_stride;
  row.tiles = (const uint8_t *)matrix->values + tile_row * row.tiles_stride;
  row.last_tile = (const uint8_t *)matrix->values + tile_row_end * row.tiles_stride - tile_bytes;
  row.scales = scales.first + tile_row * scales.stride;
  row.zero_points =
      (matrix->zero_points ? matrix->zero_points : symmetric) + groups_before * row.zero_points_step;
  return row;
}

INLINE void swiftlet_prefetch_tile(const swiftlet_tile_row *row, const uint8_t *tile, size_t tile_bytes) {
  const uint8_t *ahead = tile + SWIFTLET_PREFETCH_BYTES;
  if (ahead > row->last_tile) ahead = row->last_tile;
#pragma unroll
  for (size_t line = 0; line < tile_bytes; line += 64) __builtin_prefetch(ahead + line);
}

INLINE void swiftlet_next_tile_row(swiftlet_tile_row *row) {
  row->tiles += row->tiles_stride;
  row->scales += row->scales_stride;
  row->zero_points += row->groups_stride * row->zero_points_step;
}

#endif
