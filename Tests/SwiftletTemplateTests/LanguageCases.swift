/// Templates with what the reference (Jinja 3.1.6, set up as for chat templates) makes of them.
enum LanguageCases {
  static let rendered: [(template: String, text: String)] = [
    (
      "{{ 1 + 2 * 3 - 4 // 3 % 2 }}|{{ 7 / 2 }}|{{ -7 // 2 }}|{{ -7 % 3 }}|{{ 2 ** 10 }}|{{ 1e3 }}|{{ 10 / 5 }}",
      "6|3.5|-4|2|1024|1000.0|2.0"
    ),
    (
      "{{ 'a' ~ 1 ~ true ~ none }}|{{ 'x' * 3 }}|{{ [1, 'b', none, 2.5, {'k': 'v\\'s'}] }}|{{ \"it's\" | list }}",
      "a1TrueNone|xxx|[1, 'b', None, 2.5, {'k': \"v's\"}]|['i', 't', \"'\", 's']"
    ),
    (
      "{{ 1 < 2 < 3 }}|{{ 1 < 2 > 5 }}|{{ 'a' in 'cat' }}|{{ 'x' not in ['y'] }}|{{ not 1 == 2 }}|{{ 'B' < 'a' }}",
      "True|False|True|True|True|True"
    ),
    (
      "{{ a if a is defined else 'none' }}|{{ 'yes' if 1 }}|{{ 'yes' if 0 }}|{{ missing }}|{{ missing|default('d') }}|{{ ''|default('e', true) }}",
      "none|yes|||d|e"
    ),
    (
      "{% for x in [1,2,3] %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.previtem }}{{ loop.nextitem }};{% endfor %}",
      "103TrueFalse32;212FalseFalse313;321FalseTrue32;"
    ),
    (
      "{% for x in [1,2,3,4] if x is even %}{{ loop.length }}{{ x }},{% else %}none{% endfor %}{% for x in [] %}{% else %}empty{% endfor %}",
      "22,24,empty"
    ),
    (
      "{% for k, v in {'b': 1, 'a': 2}.items() %}{{ k }}={{ v }} {% endfor %}{% for k, v in {'b': 1, 'a': 2}|dictsort %}{{ k }}={{ v }} {% endfor %}{{ {'a':1}.get('z', 5) }}{{ {'a':1}.keys()|list }}",
      "b=1 a=2 a=2 b=1 5['a']"
    ),
    (
      "{% set x = 1 %}{% for i in [1,2] %}{% set x = x + i %}{{ x }}{% endfor %}{{ x }}",
      "231"
    ),
    (
      "{% set ns = namespace(x=1, y='a') %}{% for i in [1,2] %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}{{ ns.y }}",
      "4a"
    ),
    (
      "{% macro m(a, b='c') %}[{{ a }}{{ b }}]{% endmacro %}{{ m(1) }}{{ m(1, b=2) }}{{ m('x', 'y') | upper }}",
      "[1c][12][XY]"
    ),
    (
      "{{ 'Hello'[1:3] }}{{ 'Hello'[::-1] }}{{ [1,2,3][-2:] }}{{ [1,2,3,4][::2] }}{{ 'abc'[-1] }}{{ [1,2][5] }}{{ 'h\u{E9}llo'[1] }}{{ [1,2,3][:-1] }}{{ [1,2,3][2:0:-1] }}",
      "elolleH[2, 3][1, 3]c\u{E9}[1, 2][3, 2]"
    ),
    (
      "{{ '  a b '.strip() }}|{{ 'xxaxx'.strip('x') }}|{{ 'a,b,,c'.split(',') }}|{{ ' a  b c '.split() }}|{{ 'a,b,c'.split(',', 1) }}|{{ 'a,b,c'.rsplit(',', 1) }}|{{ 'abc'.startswith('ab') }}|{{ 'abc'.endswith(('x','c')) }}",
      "a b|a|['a', 'b', '', 'c']|['a', 'b', 'c']|['a', 'b,c']|['a,b', 'c']|True|True"
    ),
    (
      "{{ 'aXbX'.replace('X', '-') }}|{{ 'aXbX'.replace('X', '-', 1) }}|{{ 'hello world'.title() }}|{{ 'hELLO'.capitalize() }}|{{ 'a-b'.partition('-') }}|{{ 'abcb'.find('b') }}|{{ 'abcb'.rfind('b') }}|{{ 'abcb'.count('b') }}",
      "a-b-|a-bX|Hello World|Hello|('a', '-', 'b')|1|3|2"
    ),
    (
      "{{ 'a\\nb\\r\\nc'.splitlines() }}|{{ 'prefix-x'.removeprefix('prefix-') }}|{{ 'x.y'.removesuffix('.y') }}|{{ '12'.isdigit() }}|{{ 'ab'.isalpha() }}|{{ 'A'.isupper() }}|{{ '-'.join(['a','b']) }}",
      "['a', 'b', 'c']|x|x|True|True|True|a-b"
    ),
    (
      "{{ [3,1,2]|sort }}|{{ ['b','A','c']|sort }}|{{ [1,2,3]|reverse|list }}|{{ [1,2]|join(', ') }}|{{ [1,1,2]|unique|list }}|{{ [1,2,3]|sum }}|{{ [1,2,3]|max }}|{{ [1,2,3]|min }}|{{ 'abc'|first }}|{{ [1,2]|last }}",
      "[1, 2, 3]|['A', 'b', 'c']|[3, 2, 1]|1, 2|[1, 2]|6|3|1|a|2"
    ),
    (
      "{{ [{'a':1,'b':2},{'a':3}]|map(attribute='a')|list }}|{{ ['a','b']|map('upper')|list }}|{{ [1,2,3,4]|select('odd')|list }}|{{ [1,2,3,4]|reject('gt', 2)|list }}|{{ [{'r':'u'},{'r':'s'}]|selectattr('r','equalto','u')|list }}|{{ [{'r':'u'},{}]|rejectattr('r')|list }}",
      "[1, 3]|['A', 'B']|[1, 3]|[1, 2]|[{'r': 'u'}]|[{}]"
    ),
    (
      "{{ {'a':[1,2,{'b':none}],'\u{E9}':'\"<&>\\n'}|tojson }}|{{ {'a':[1,{}],'b':[]}|tojson(indent=2) }}|{{ 1.5|tojson }}|{{ true|tojson }}",
      "{\"a\": [1, 2, {\"b\": null}], \"\u{E9}\": \"\\\"<&>\\n\"}|{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}|1.5|true"
    ),
    (
      "{{ 'a b'|trim|length }}|{{ ' x '|trim }}|{{ 'a\\nb'|indent(2) }}|{{ 'a\\nb'|indent(2, true) }}|{{ '3'|int + 1 }}|{{ 'x'|int(7) }}|{{ 3.7|int }}|{{ 2.567|round(2) }}|{{ -3|abs }}|{{ '1.5'|float }}",
      "3|x|a\n  b|  a\n  b|4|7|3|2.57|3|1.5"
    ),
    (
      "{{ x is defined }}{{ none is none }}{{ 1 is number }}{{ 's' is string }}{{ [] is iterable }}{{ {} is mapping }}{{ 1 is not string }}{{ 4 is divisibleby 2 }}{{ true is boolean }}{{ 1 is integer }}{{ 1.0 is float }}{{ [] is sequence }}{{ 'a' is in ['a'] }}{{ 1 is sameas 1 }}{{ 'ab' is lower }}",
      "FalseTrueTrueTrueTrueTrueTrueTrueTrueTrueTrueTrueTrueTrueTrue"
    ),
    (
      "  {% if true %}\n  a\n  {% endif %}\nb\n{%- if true %} c {% endif -%}\n d{# note #}\ne {{- 'f' -}} g\n   {{ 'h' }}\n",
      "  a\nb c defg\n   h"
    ),
    (
      "{% raw %}{{ x }}{% y %}{% endraw %}|{%+ if 1 %}x{%+ endif %}\n  {%- raw -%}  k {%- endraw +%}\nz",
      "{{ x }}{% y %}|xk\nz"
    ),
    (
      "{% set x %}a{{ 1 }}b{% endset %}{{ x }}{% set y | upper %}q{% endset %}{{ y }}{% filter upper %}abc{% endfilter %}{% with a=1, b=2 %}{{ a+b }}{% endwith %}",
      "a1bQABC3"
    ),
    (
      "{% for i in range(5) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}{{ range(3)|list }}{{ range(5, 0, -2)|list }}",
      "02[0, 1, 2][5, 3, 1]"
    ),
    (
      "{{ 'a\\tb\\x41\\u00e9\\'\\\\' }}|{{ \"d\\\"q\" }}|{{ 'con' 'cat' }}|{{ ('a', 'b') }}|{{ ()|length }}|{{ (1) }}|{{ 'x' if false else 'y' if false else 'z' }}",
      "a\tbA\u{E9}'\\|d\"q|concat|('a', 'b')|0|1|z"
    ),
    (
      "{{ -1|abs }}|{{ 'abc'|upper ~ 'x' }}|{{ not true or true }}|{{ [1] + [2] }}|{{ 1 and 'a' }}|{{ '' or 'b' }}|{{ {'a': {'b': 3}}.a.b }}|{{ {'a': {'b': 3}}['a']['b'] }}|{{ [[1,2]].0.1 }}",
      "1|ABCx|True|[1, 2]|a|b|3|3|2"
    ),
    (
      "{% for a, b in [[1,2],[3,4]] %}{{ a }}{{ b }}{% endfor %}{% set a, b = 5, 6 %}{{ a }}{{ b }}{{ dict(x=1) }}{% for m in [1,2] %}{{ loop.cycle('o','e') }}{% for n in [1] %}{{ loop.depth }}{% endfor %}{% endfor %}",
      "123456{'x': 1}o1e1"
    ),
    (
      "{% if a is not defined %}u{% elif 1 %}v{% else %}w{% endif %}{% if 0 %}u{% elif 1 %}v{% else %}w{% endif %}{% if 0 %}u{% elif 0 %}v{% else %}w{% endif %}",
      "uvw"
    ),
    (
      "a\r\nb\rc{{ 'x' }}\n\n",
      "a\nb\ncx\n"
    ),
    (
      "{{ '\u{DF}'|upper }}{{ '\u{C0}\u{C9}'|lower }}{{ 'e\u{301}' == '\u{E9}' }}{{ 'e\u{301}'|length }}{{ 'stra\u{DF}e'|capitalize }}",
      "SS\u{E0}\u{E9}False2Stra\u{DF}e"
    ),
    (
      "{{ missing is defined and missing.x }}|{{ missing|length }}|{{ missing|list }}|{{ [missing] }}|{{ missing == other }}|{{ 'a' in missing }}|{% for x in missing %}{% endfor %}",
      "False|0|[]|[Undefined]|True|False|"
    ),
    (
      "{{ 1000000 * 1000000 }}|{{ 0.1 + 0.2 }}|{{ 1e20 }}|{{ 1e-7 }}|{{ 3 * 1.0 }}|{{ true + 1 }}|{{ 5 % -3 }}|{{ 5.5 // 2 }}",
      "1000000000000|0.30000000000000004|1e+20|1e-07|3.0|2|-1|2.0"
    ),
    (
      "{{ '%' }}{{ \"{{\" }}{{ '}}' }}{{ {'a': {'b': 1}} }}{{ '{%' }}",
      "%{{}}{'a': {'b': 1}}{%"
    ),
    (
      "{{ ['a', 'b']|join('|') }}{{ 'a'|replace('a', 'b') }}{{ 'x'|default }}{{ 5|string + 'a' }}{{ '<a>'|escape }}{{ 'a b'|title }}{{ {'b':1}|items|list }}",
      "a|bbx5a&lt;a&gt;A B[('b', 1)]"
    ),
  ]

  /// Templates that fail when they are rendered.
  static let failing = [
    "{{ 1 + 'a' }}",
    "{{ missing.x }}",
    "{{ none.x.y }}",
    "{{ 'a' + missing }}",
    "{{ missing() }}",
    "{{ 'abc'.nosuch() }}",
    "{{ 5|length }}",
    "{{ 1 // 0 }}",
    "{{ 1 % 0 }}",
    "{% for x in 5 %}{% endfor %}",
    "{{ [1].append(2) }}",
    "{{ {}.__class__.x }}",
    "{{ range(200000) }}",
    "{% set x.y = 1 %}",
    "{{ 'a' < 1 }}",
    "{{ 'a'|select('nosuch')|list }}",
    "{{ namespace(x=1).x() }}",
  ]

  /// Texts that are no templates.
  static let invalid = [
    "{{ 1 + }}",
    "{% if %}{% endif %}",
    "{% endfor %}",
    "{{ a b }}",
    "{% for in x %}{% endfor %}",
    "{{ 'a }}",
    "{{ (1 }}",
    "{{ 1 is nosuch }}",
    "{{ x|nosuch }}",
    "{# open",
    "{% if 1 %}",
    "{{ [1]|join.x() }}",
    "{{ [1, }}",
    "{% set %}",
    "{{ a.1b }}",
    "{% else %}",
    "{{ @ }}",
    "{% macro %}{% endmacro %}",
  ]
}
