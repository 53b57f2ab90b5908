internal import SwiftletKernels
internal import SwiftletSystem

/// Stores the chunk's keys, rotated, and values.
struct StoreKeysAndValues: WorkerJob {
  static let kind = "rope, store"
  let pass: ForwardPass
  let slot: Int

  func run(worker: Int) {
    let heads = pass.kvHeadCount
    for item in pass.pool.share(of: pass.tokenCount * heads, worker: worker) {
      let (token, head) = item.quotientAndRemainder(dividingBy: heads)
      AttentionWork(
        pass: pass, slot: slot, head: head, tokens: token..<token + 1, worker: worker
      ).store()
    }
  }
}

/// Softmax attention of the chunk's tokens over all positions up to each, to `normed`.
struct Attend: WorkerJob {
  static let kind = "attention"
  let pass: ForwardPass
  let slot: Int

  func run(worker: Int) {
    let length = pass.tokensPerAttention
    let parts = (pass.tokenCount + length - 1) / length
    // Later tokens see more, so the workers take turns instead of runs.
    for item in stride(
      from: worker, to: parts * pass.kvHeadCount, by: pass.pool.threadCount)
    {
      let (part, head) = item.quotientAndRemainder(dividingBy: pass.kvHeadCount)
      let work = AttentionWork(
        pass: pass, slot: slot, head: head,
        tokens: part * length..<min(pass.tokenCount, (part + 1) * length), worker: worker)
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
  let slot: Int

  func run(worker: Int) {
    let blocks = pass.position / KVCacheShape.blockLength + 1
    let items = pass.pool.share(of: blocks * pass.kvHeadCount, worker: worker)
    let mixStride = pass.scratch.layout.attention.mixStride
    for head in 0..<pass.kvHeadCount {
      let own = items.clamped(to: head * blocks..<(head + 1) * blocks)
      guard !own.isEmpty else { continue }
      let work = AttentionWork(
        pass: pass, slot: slot, head: head, tokens: 0..<1, worker: worker)
      work.prepareQueries()
      if own.upperBound == (head + 1) * blocks { work.store() }
      for item in own {
        let block = item - head * blocks
        let row = block * pass.headCount + head * (pass.headCount / pass.kvHeadCount)
        unsafe work.mix(
          block: block, to: pass.scratch.blockMixes + row * mixStride,
          states: pass.scratch.blockStates + row * 2)
      }
    }
  }
}

extension ForwardPass {
  /// Attention of one query head of a single token: the fold of its blocks.
  func foldBlocks(head: Int, into output: UnsafeMutablePointer<Float>) {
    let blocks = position / KVCacheShape.blockLength + 1
    let stride = scratch.layout.attention.mixStride
    let scale = 1 / Float(headDimension).squareRoot()
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
          count: headDimension, scale: scale)
      }
    }
    unsafe kernels.divide(output, by: state.1, into: output, count: headDimension)
  }
}
