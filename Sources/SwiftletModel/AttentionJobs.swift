internal import SwiftletKernels
internal import SwiftletSystem

/// Rotates queries and keys of the chunk and stores its keys and values.
struct RotateAndStore: WorkerJob {
  static let kind = "rope, store"
  let pass: ForwardPass
  let slot: Int

  func run(worker: Int) {
    let size = pass.headDimension
    let half = size / 2
    let heads = pass.headCount
    let all = heads + pass.kvHeadCount
    for item in pass.pool.share(of: pass.tokenCount * all, worker: worker) {
      let (token, head) = item.quotientAndRemainder(dividingBy: all)
      let cosines = unsafe pass.scratch.cosines + token * half
      let sines = unsafe pass.scratch.sines + token * half
      if head < heads {
        unsafe pass.kernels.rope(
          pass.scratch.query + token * pass.queryStride + head * size, cosine: cosines,
          sine: sines, half: half)
        continue
      }
      let offset = token * pass.keyStride + (head - heads) * size
      unsafe pass.kernels.rope(
        pass.scratch.key + offset, cosine: cosines, sine: sines, half: half)
      let place = KVPlace(slot: slot, head: head - heads)
      unsafe pass.cache.store(
        pass.scratch.key + offset, .keys, place, position: pass.position + token, pass.kernels)
      unsafe pass.cache.store(
        pass.scratch.value + offset, .values, place, position: pass.position + token,
        pass.kernels)
    }
  }
}

/// Softmax attention of every query head over the cached positions, to `normed`.
struct Attend: WorkerJob {
  static let kind = "attention"
  let pass: ForwardPass
  let slot: Int

  func run(worker: Int) {
    let size = pass.headDimension
    let heads = pass.headCount
    let queriesPerKVHead = heads / pass.kvHeadCount
    let scale = 1 / Float(size).squareRoot()
    let scores = unsafe pass.scratch.scores + worker * pass.scoresStride
    for item in pass.pool.share(of: pass.tokenCount * heads, worker: worker) {
      let (token, head) = item.quotientAndRemainder(dividingBy: heads)
      let count = pass.position + token + 1
      let place = KVPlace(slot: slot, head: head / queriesPerKVHead)
      unsafe pass.cache.scores(
        scores, query: pass.scratch.query + token * pass.queryStride + head * size, place,
        count: count, scale: scale, pass.kernels)
      unsafe pass.kernels.softmax(scores, count: count)
      unsafe pass.cache.mix(
        pass.scratch.normed + item * size, weights: scores, place, count: count, pass.kernels)
    }
  }
}
