import SwiftletSystem
import SwiftletTemplate
import Testing
import _SwiftletTestSupport

@Suite struct TemplateLanguageTests {
  private static func render(_ text: String, limits: TemplateLimits = TemplateLimits()) throws
    -> String
  {
    let template = try ChatTemplate(text: text, file: "t")
    let opened = try ChatTemplate(bytes: template.binaryForm, file: "t")
    return try opened.render(ChatTemplate.Input(messages: []), limits: limits)
  }

  @Test(arguments: LanguageCases.rendered.indices)
  func rendersAsTheReference(_ index: Int) throws {
    let (template, text) = LanguageCases.rendered[index]
    let rendered = try TemplateLanguageTests.render(template)
    #expect(rendered.utf8.elementsEqual(text.utf8), "\(template)\n\(rendered)\n\(text)")
  }

  @Test(arguments: LanguageCases.failing)
  func failsWhereTheReferenceFails(_ text: String) throws {
    let template = try ChatTemplate(text: text, file: "t")
    #expect(throws: TemplateError.self) { try template.render(ChatTemplate.Input(messages: [])) }
  }

  @Test(arguments: LanguageCases.invalid)
  func refusesWhatIsNoTemplate(_ text: String) {
    #expect(throws: TemplateError.self) { try ChatTemplate(text: text, file: "t") }
  }

  @Test func namesLineAndConstructOfAnUnsupportedFilter() {
    #expect {
      try ChatTemplate(text: "a\n{{ x | urlencode }}", file: "t.jinja")
    } throws: { error in
      guard case .unsupported(let fault)? = error as? TemplateError else { return false }
      return fault.line
        == "t.jinja: line 2: expected a filter that Swiftlet has, found the filter urlencode"
    }
  }

  @Test func tellsWhatTheTemplateSaidWhenItRefuses() throws {
    let template = try ChatTemplate(
      text: "{{ raise_exception('roles must alternate') }}", file: "t")
    #expect {
      try template.render(ChatTemplate.Input(messages: []))
    } throws: { error in
      guard case .raised(let fault)? = error as? TemplateError else { return false }
      return fault.found == "roles must alternate"
    }
  }

  @Test func tellsTheDateOnlyWhereOneIsGiven() throws {
    let text =
      "{{ strftime_now('%d %b %Y, %A %e %-m %j %I%p %%') if strftime_now is defined else 'no' }}"
    let template = try ChatTemplate(text: text, file: "t")
    var input = ChatTemplate.Input(messages: [])
    #expect(try template.render(input) == "no")
    input.date = CalendarDate(
      year: 2024, month: 7, day: 6, hour: 13, minute: 5, second: 9, weekday: 6, dayOfYear: 188)
    #expect(try template.render(input) == "06 Jul 2024, Saturday  6 7 188 01PM %")
  }

  /// What would take longer or more than the limits allow ends with an error, not with the memory.
  @Test(arguments: [
    "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
    "{% set ns = namespace(l=[]) %}{% for i in range(90000) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}",
    "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = ns.l + ns.l %}{% endfor %}",
    "{% set ns = namespace(l='a') %}{% for i in range(60) %}{% set ns.l = ns.l|replace('a', 'aaaa') %}{% endfor %}",
    "{% for i in range(90000) %}{{ 'a' * 1000 }}{% endfor %}",
    "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{% set x = ['a' * 100000] * 10000 %}{{ x|join }}",
    "{{ [1] * 1000000000000000000 }}", "{{ 9223372036854775807 * 2 }}", "{{ 2 ** 200 }}",
    "{{ -9223372036854775807 - 2 }}", "{{ range(-9223372036854775807, 9223372036854775807) }}",
    "{% set x = {'a': 'b' * 1000000} %}{% for i in range(30) %}{% set x = {'a': x} %}{{ x }}{% endfor %}",
  ])
  func endsWithinItsLimits(_ text: String) throws {
    let template = try ChatTemplate(text: text, file: "t")
    #expect(throws: TemplateError.self) { try template.render(ChatTemplate.Input(messages: [])) }
  }

  /// Objects that refer to each other, in chains and in circles, are freed without recursion.
  @Test func freesLongChainsOfObjects() throws {
    let text =
      "{% set ns = namespace(p=none) %}{% set ns.self = ns %}"
      + "{% for i in range(50000) %}{% set ns.p = namespace(p=ns.p) %}{% endfor %}done"
    #expect(try TemplateLanguageTests.render(text) == "done")
  }

  @Test(arguments: ["(", "[", "not ", "-", "{'a': ", "a[", "a(", "1 if "])
  func refusesDeepNesting(_ part: String) {
    let text = "{{ " + String(repeating: part, count: 50_000) + "1 }}"
    #expect(throws: TemplateError.self) { try ChatTemplate(text: text, file: "t") }
  }

  @Test(arguments: [
    " + 1", ".a", "[0]", "|trim", " and 1", " == 1", " ~ 1", " if 1 else 2", " is defined",
  ])
  func refusesLongChains(_ part: String) {
    let text = "{{ a" + String(repeating: part, count: 20_000) + " }}"
    #expect(throws: TemplateError.self) { try ChatTemplate(text: text, file: "t") }
  }

  @Test func everyDamageOfTheCompiledFormIsAnErrorOrAnotherTemplate() throws {
    let text =
      "{% for m in messages if m %}{{ m.role|trim + m['content'][1:] }}{% else %}{{ 1.5 if a is odd }}{% endfor %}"
      + "{% macro f(a, b=[{'k': -2}]) %}{% set ns.x = a not in b %}{% endmacro %}{{ f(1, b=2) }}"
    let bytes = try ChatTemplate(text: text, file: "t", variables: [("bos_token", "<s>")])
      .binaryForm
    for index in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[index] ^= 1 << UInt8(bit)
        do throws(TemplateError) {
          _ = try ChatTemplate(bytes: damaged, file: "t").render(
            ChatTemplate.Input(messages: [.none]))
        } catch {
          #expect(!error.fault.file.isEmpty)
        }
      }
      #expect(throws: TemplateError.self) {
        try ChatTemplate(bytes: Array(bytes[..<index]), file: "t")
      }
    }
    #expect(throws: TemplateError.self) { try ChatTemplate(bytes: bytes + [0], file: "t") }
  }
}
