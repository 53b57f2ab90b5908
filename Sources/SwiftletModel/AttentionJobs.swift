internal import SwiftletArchitecture
internal import SwiftletKernels
internal import SwiftletSystem

/// Stores keys, rotated, and values of some of the chunk's tokens.
struct StoreKeysAndValues: WorkerJob {
  static let kind = "rope, store"
  let pass: ForwardPass
  let block: BlockAttention
  let tokens: Range<Int>

  func run(worker: Int) {
    let heads = pass.kvHeadCount
    for item in pass.pool.share(of: tokens.count * heads, worker: worker) {
      let (index, head) = item.quotientAndRemainder(dividingBy: heads)
      let token = tokens.lowerBound + index
      AttentionWork(
        pass: pass, block: block, head: head, tokens: token..<token + 1, worker: worker
      ).store()
    }
  }
}

/// Softmax attention of some of the chunk's tokens over the positions in sight, to `normed`.
struct Attend: WorkerJob {
  static let kind = "attention"
  let pass: ForwardPass
  let block: BlockAttention
  let tokens: Range<Int>

  func run(worker: Int) {
    let length = pass.tokensPerAttention
    let parts = (tokens.count + length - 1) / length
    // Later tokens see more, so the workers take turns instead of runs.
    for item in stride(
      from: worker, to: parts * pass.kvHeadCount, by: pass.pool.threadCount)
    {
      let (part, head) = item.quotientAndRemainder(dividingBy: pass.kvHeadCount)
      let first = tokens.lowerBound + part * length
      let work = AttentionWork(
        pass: pass, block: block, head: head,
        tokens: first..<min(tokens.upperBound, first + length), worker: worker)
      work.prepareQueries()
      unsafe work.attend(to: pass.scratch.normed)
    }
  }
}

/// Attention of a single token, block by block, for `foldBlocks`; stores its key and value on the way.
///
/// The workers share the blocks of each head, which are all that a long context has to share.
struct AttendBlocks: WorkerJob {
  static let kind = "attention"
  let pass: ForwardPass
  let block: BlockAttention
  /// The blocks of positions in sight.
  let blocks: Range<Int>

  init(pass: ForwardPass, block: BlockAttention) {
    self.pass = pass
    self.block = block
    let first = block.attention.reach.firstVisible(from: pass.position)
    blocks =
      first / KVCacheShape.blockLength..<pass.position / KVCacheShape.blockLength + 1
  }

  func run(worker: Int) {
    let count = blocks.count
    let items = pass.pool.share(of: count * pass.kvHeadCount, worker: worker)
    let mixStride = pass.scratch.layout.attention.mixStride
    let rowsPerHead = pass.headCount / pass.kvHeadCount
    for head in 0..<pass.kvHeadCount {
      let own = items.clamped(to: head * count..<(head + 1) * count)
      guard !own.isEmpty else { continue }
      let work = AttentionWork(
        pass: pass, block: block, head: head, tokens: 0..<1, worker: worker)
      work.prepareQueries()
      if own.upperBound == (head + 1) * count { work.store() }
      for item in own {
        let index = item - head * count
        let row = index * pass.headCount + head * rowsPerHead
        unsafe work.mix(
          block: blocks.lowerBound + index, rows: 0..<rowsPerHead,
          to: pass.scratch.blockMixes + row * mixStride,
          states: pass.scratch.blockStates + row * 2)
      }
    }
  }
}

extension ForwardPass {
  /// Attention of one query head of a single token: the fold of its blocks.
  func foldBlocks(_ blocks: Int, head: Int, into output: UnsafeMutablePointer<Float>) {
    let stride = scratch.layout.attention.mixStride
    var state = unsafe (
      scratch.blockStates[head * 2], scratch.blockStates[head * 2 + 1]
    )
    unsafe output.update(from: scratch.blockMixes + head * stride, count: headDimension)
    for block in 1..<max(1, blocks) {
      let row = block * headCount + head
      unsafe withUnsafeMutablePointer(to: &state) {
        unsafe kernels.attentionFold(
          scratch.blockMixes + row * stride, scratch.blockStates + row * 2, into: output,
          UnsafeMutableRawPointer($0).assumingMemoryBound(to: Float.self),
          count: headDimension, scale: attentionScale)
      }
    }
    unsafe kernels.divide(output, by: state.1, into: output, count: headDimension)
  }
}
