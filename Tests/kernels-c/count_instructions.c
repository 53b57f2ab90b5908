// Runs the matrix products of a layer of SmolLM2-135M, or of a sixteenth of its head, so that an emulator can
// count their instructions. tools/count-kernel-instructions builds and runs it.
//
// usage: count_instructions KERNEL_SET (layer | head) TOKENS GROUP_SIZE SCALE_BITS
// SCALE_BITS, 8 or 16, are those of a layer's scales.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "swiftlet_kernels.h"
#include "swiftlet_system.h"

typedef struct {
  size_t rows, columns;
} shape;

// Query, key, value and output projections; gate, up and down. Then the head, of which one part is counted
// like the others.
static const shape layer[] = {{576, 576},  {192, 576},  {192, 576}, {576, 576},
                              {1536, 576}, {1536, 576}, {576, 1536}};
static const shape head[] = {{49152 / 16, 576}};

static void *filled(size_t size, int byte) {
  void *memory = malloc(size);
  if (!memory) exit(2);
  return memset(memory, byte, size);
}

// With any numbers: they change no instruction.
static void multiply(const swiftlet_kernel_set *set, int bits, shape s, size_t tokens, size_t group_size,
                     int scale_bits) {
  const size_t tiles = s.columns / 32, groups = s.columns / group_size;
  const swiftlet_activations lhs = {.codes = filled(tokens * s.columns, 1),
                                    .scales = filled(tokens * tiles * 4, 0),
                                    .negative_sums = filled(tokens * tiles * 4, 0),
                                    .token_stride = tokens};
  const swiftlet_matrix rhs = {.values = filled(s.rows * s.columns * (size_t)bits / 8, 0x21),
                               .scales = filled(s.rows * groups * 2 + s.rows / 4, 0),
                               .has_scale_ranges = scale_bits == 8,
                               .zero_points = bits == 4 ? filled(s.rows * groups / 2, 0x77) : NULL,
                               .columns = s.columns,
                               .group_size = group_size,
                               .tile_row_columns = s.columns};
  float *dst = filled(tokens * s.rows * 4, 0);
  (bits == 4 ? set->matmul_int4 : set->matmul_int8)(dst, s.rows, &lhs, tokens, &rhs, 0, s.rows / 16);
  free(dst);
  free((void *)lhs.codes), free((void *)lhs.scales), free((void *)lhs.negative_sums);
  free((void *)rhs.values), free((void *)rhs.scales), free((void *)rhs.zero_points);
}

int main(int argc, char **argv) {
  if (argc != 6) {
    return fprintf(stderr, "usage: %s SET (layer | head) TOKENS GROUP_SIZE SCALE_BITS\n", argv[0]), 2;
  }
  const int is_head = strcmp(argv[2], "head") == 0;
  const size_t tokens = (size_t)atoi(argv[3]), group_size = (size_t)atoi(argv[4]);
  const swiftlet_kernel_set *const *sets;
  const size_t set_count = swiftlet_kernel_sets(&sets);
  for (size_t i = 0; i < set_count; i++) {
    if (strcmp(sets[i]->name, argv[1]) != 0) continue;
    if ((sets[i]->required_features & ~swiftlet_cpu_features()) != 0) {
      return fprintf(stderr, "%s: not on this CPU\n", argv[1]), 3;
    }
    const shape *shapes = is_head ? head : layer;
    const size_t count = is_head ? sizeof(head) / sizeof(shape) : sizeof(layer) / sizeof(shape);
    for (size_t s = 0; s < count; s++) {
      multiply(sets[i], is_head ? 8 : 4, shapes[s], tokens, group_size, is_head ? 16 : atoi(argv[5]));
    }
    return 0;
  }
  return fprintf(stderr, "%s: no such kernel set\n", argv[1]), 3;
}
