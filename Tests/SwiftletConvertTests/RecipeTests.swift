import SwiftletArchitecture
import SwiftletConvert
import SwiftletJSON
import SwiftletSystem
import SwiftletTensor
import Testing
import _SwiftletTestSupport

@Suite struct RecipeTests {
  static func parse(_ text: String) throws -> Recipe {
    try Recipe(json: JSONParser.parse(Array(text.utf8), file: "recipe.json"), file: "recipe.json")
  }

  @Test func builtInRecipesSurviveTheirJSON() throws {
    for bits in [4, 8, 16, 32] {
      for group in QuantizationScheme.GroupSize.allCases {
        let recipe = try #require(Recipe.builtIn(bits: bits, groupSize: group))
        #expect(try Recipe(json: recipe.json, file: "recipe.json") == recipe)
      }
    }
    for bits in [-4, 0, 3, 5, 64] { #expect(Recipe.builtIn(bits: bits) == nil) }
  }

  @Test func exampleFilesAreTheBuiltInRecipes() throws {
    let folder = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    for (name, bits) in [("int4", 4), ("int8", 8)] {
      let recipe = try Recipe.read(path: "\(folder)/configs/recipes/\(name).json")
      #expect(recipe == Recipe.builtIn(bits: bits))
    }
    let symmetric = try Recipe.read(path: "\(folder)/configs/recipes/int4-symmetric.json")
    #expect(symmetric.precision(of: .embedding) == symmetric.standard)
  }

  @Test func methodsSurviveTheirJSON() throws {
    for method in Recipe.Method.allCases {
      var recipe = try #require(Recipe.builtIn(bits: 4))
      #expect(recipe.method == .search)
      recipe.method = method
      #expect(try Recipe(json: recipe.json, file: "recipe.json") == recipe)
    }
  }

  @Test func targetsSurviveTheirJSON() throws {
    for target in [SizeTarget.bitsPerWeight(4.5), .fileByteCount(70 << 20)] {
      var recipe = Recipe(target: target, method: .calibrated)
      recipe.roles[.embedding] = .float16
      recipe.bitWorth = 0.125
      #expect(try Recipe(json: recipe.json, file: "recipe.json") == recipe)
      #expect(recipe.needsText)
    }
    #expect(Recipe(target: .bitsPerWeight(4.5)).needsText)
    #expect(Recipe.builtIn(bits: 4)?.needsText == false)
  }

  @Test func excerptsAreSpreadOverTheText() {
    let ids = (0..<1000).map { Int32($0) }
    #expect(CalibrationText.excerpt(of: ids, count: 1000, windowLength: 64) == ids)
    let excerpt = CalibrationText.excerpt(of: ids, count: 300, windowLength: 64)
    #expect(excerpt.count == 4 * 64)
    for window in 0..<4 {
      let own = excerpt[window * 64..<window * 64 + 64]
      #expect(Array(own) == (0..<64).map { own[own.startIndex] + Int32($0) })
    }
    #expect(excerpt.first == 0 && excerpt.last == 999)
    #expect(CalibrationText.excerpt(of: ids, count: 10, windowLength: 64) == Array(ids[..<10]))
  }

  @Test func rolesOverrideTheDefault() throws {
    let recipe = try RecipeTests.parse(
      #"{"name":"a","default":{"bits":4},"roles":{"mlp.down":{"bits":16}}}"#)
    #expect(recipe.precision(of: .downProjection) == .float16)
    #expect(
      recipe.precision(of: .upProjection)
        == .quantized(
          QuantizationScheme(bits: .four, groupSize: .columns32, hasZeroPoints: false)))
  }

  @Test func scaleBitsComeBack() throws {
    let recipe = try RecipeTests.parse(
      #"{"name":"a","default":{"bits":4,"zero_points":true,"scale_bits":8}}"#)
    #expect(
      recipe.standard
        == .quantized(
          QuantizationScheme(
            bits: .four, groupSize: .columns32, hasZeroPoints: true, scaleBits: .eight)))
    #expect(try Recipe(json: recipe.json, file: "again") == recipe)
  }

  @Test(arguments: [
    ("[]", ""),
    (#"{"name":"a","default":{"bits":4,"zero_points":true,"scale_bits":4}}"#, "default.scale_bits"),
    (#"{"name":"a","default":{"bits":4,"scale_bits":8}}"#, "default.scale_bits"),
    (#"{"name":"a","default":{"bits":16,"scale_bits":8}}"#, "default.scale_bits"),
    (#"{"name":"a","method":"gptq","default":{"bits":4}}"#, "method"),
    (#"{"name":"a","method":4,"default":{"bits":4}}"#, "method"),
    (#"{"default":{"bits":4}}"#, "name"),
    (#"{"name":"","default":{"bits":4}}"#, "name"),
    (#"{"name":"a"}"#, "default"),
    (#"{"name":"a","target_bits_per_weight":4.5,"default":{"bits":4}}"#, "default"),
    (#"{"name":"a","target_bits_per_weight":0}"#, "target_bits_per_weight"),
    (#"{"name":"a","target_bits_per_weight":33}"#, "target_bits_per_weight"),
    (#"{"name":"a","target_bits_per_weight":"4"}"#, "target_bits_per_weight"),
    (#"{"name":"a","default":{"bits":4},"bit_worth":0.1}"#, "bit_worth"),
    (#"{"name":"a","method":"calibrated","default":{"bits":4},"bit_worth":2}"#, "bit_worth"),
    (#"{"name":"a","target_bytes":1.5}"#, "target_bytes"),
    (#"{"name":"a","target_bytes":-1}"#, "target_bytes"),
    (#"{"name":"a","target_bits_per_weight":4.5,"target_bytes":100}"#, "target_bytes"),
    (#"{"name":"a","default":4}"#, "default"),
    (#"{"name":"a","default":{}}"#, "default.bits"),
    (#"{"name":"a","default":{"bits":5}}"#, "default.bits"),
    (#"{"name":"a","default":{"bits":"4"}}"#, "default.bits"),
    (#"{"name":"a","default":{"bits":4,"group_size":16}}"#, "default.group_size"),
    (#"{"name":"a","default":{"bits":4,"zero_points":1}}"#, "default.zero_points"),
    (#"{"name":"a","default":{"bits":4,"groupsize":32}}"#, "default"),
    (#"{"name":"a","default":{"bits":16,"group_size":32}}"#, "default.group_size"),
    (#"{"name":"a","default":{"bits":32,"zero_points":false}}"#, "default.zero_points"),
    (#"{"name":"a","default":{"bits":4},"extra":1}"#, ""),
    (#"{"name":"a","default":{"bits":4},"roles":{"lm_head":{"bits":8}}}"#, "roles"),
    (#"{"name":"a","default":{"bits":4},"roles":{"attention_norm":{"bits":8}}}"#, "roles"),
    (#"{"name":"a","default":{"bits":4},"roles":{"mlp.up":{"bits":9}}}"#, "roles.mlp.up.bits"),
  ])
  func refusesWhatItDoesNotUnderstand(_ text: String, _ place: String) throws {
    let value = try JSONParser.parse(Array(text.utf8), file: "recipe.json")
    do throws(ConversionError) {
      _ = try Recipe(json: value, file: "recipe.json")
      Issue.record("accepted")
    } catch {
      guard case .recipeInvalid(let fault) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(fault.place == place)
      #expect(fault.file == "recipe.json")
    }
  }
}
