// Written by tools/write-calibration-source from calibration/text.txt: change the text there, then run it.
// swift-format-ignore-file

extension CalibrationText {
#if SWIFTLET_WITHOUT_CALIBRATION
  /// The text that comes with the program (calibration/README.md); this program was built without it.
  public static let standard: CalibrationText? = nil
#else
  /// The text that comes with the program: prose, dialogue and code (calibration/README.md).
  public static let standard: CalibrationText? = CalibrationText(
    name: "the built-in text", content: .text(standardText))

  private static let standardText = ###"""
Porcelain is a ceramic material made by heating clay in a kiln. It was first introduced to Europe during the Middle Ages, primarily in Italy, where it was used for various purposes, including making porcelain. The modern use of porcelain dates back to the 17th century and is now used in a variety of industries, including ceramics, glass, and porcelain manufacturing.

Porcelain is a relatively soft and delicate material that is valued for its beautiful, delicate, and reflective quality. It has been prized for centuries due to its elegance and beauty, and is considered to be one of the most delicate and delicate of all the world's finest materials.

Today, porcelain is used in a variety of industries, including architecture, furniture-making, and decorative arts, where its unique qualities and softness make it a popular choice. In traditional Chinese culture, porcelain is seen as a symbol of luxury and luxury.

Porcelain is also used in the production of various other items, such as ceramics, glass, and glassware, as well as other materials, like cosmetics, jewelry, and even in a variety of other uses.

The use of porcelain in the construction of buildings has been continued, with many traditional Chinese architecture projects and homes using the material.

2024-05-02 06:14:09 INFO  pump: started, target 2.4 bar
2024-05-02 06:14:11 INFO  pump: 2.1 bar
2024-05-02 06:14:12 WARN  valve 3: no answer, trying again (1 of 3)
2024-05-02 06:14:14 INFO  valve 3: open
2024-05-02 06:14:15 INFO  pump: 2.4 bar, holding
2024-05-02 07:02:40 ERROR tank: level 8 % is below 10 %, pump stops
2024-05-02 07:02:40 INFO  pump: stopped after 48 min 31 s, 1310 litres

Student: What are the four seasons like where you have many forests?
Teacher: The Four Seasons – the ancient lore of the world. I've spent a lifetime studying the ancient cultures of the four seasons, and I've been inspired by their unique adaptations to thrive in the vast expanse of their planet. The Four Seasons encompass the world's various landscapes, from the mountains and oceans to the land of sand and the two oceans.

In the winter, the Four Seasons are Aurora, where the earth is glowing with a warm, golden light. In the spring, the Four Seasons are Spring. In the summer, the Four Seasons are Summer. In the autumn, the Four Seasons are Autumn.
Student: Which one do painters like most?
Teacher: The Two: The Golden Age of Art. I've spent my life studying the two, but I've also seen the Golden Age of Painting. In many ways, I believe the Golden Age of Art is a symbiotic relationship between the two, where two artists and their art work together to create something that's both beautiful and powerful.

While I've been interested in the Two, I've never had the time to devote to studying the Golden Age of Art, but I've always been intrigued by the Golden Age of Painter, and I'm still captivated by it.

The volunteer orchestra of Lower Brook gave its hundredth concert on Saturday evening. The hall began with "Lauda Mirabilia" (The Cause of Life), the first song of the English Heritage Heritage Alliance, which commemorates the death of William the Conquerlars William the Conquerlars, a 1000-year-old symbol of British identity. The concert showcased the opera "Lauda Mirabilia" and attracted a crowd of nearly 2,000 people, with a total of 110 musicians. The main band performed on stage with a full orchestra. The choir, who was sung by Thomas Parr, the 31st son of the former King of England, also performed, and one of the musicians, a young Paul Barnett, played the brass instrument with the peter ninefith. He joins the other musicians, including Parr, and the choir performed together, also with a full orchestra.
The concert ended with a song called "Bear's Pride" which is the song in the songbook of the song "Lauda Mirabilia" and which is written by a well-known singer named Jack Harris. The choir gave a kiss to the King George the Third.

#!/usr/bin/env python3
"""Measures decode behind contexts of different lengths; the depths take turns.

usage: tools/measure-depth [options]
  --model FILE              a .swiftlet file (without it the one that tools/demo makes)
  --swiftlet FILE           a built swiftlet (without it the checkout is built)
  --depths NUMBERS          tokens in the context (100,2000)
  --threads NUMBERS         (1,2)
  --generate-tokens COUNT   (32)
  --kv NAME                 how keys and values are stored (int8)
  --rounds COUNT            (5)
  --json FILE               writes every run's figures as a raw file for tools/write-benchmarks
"""

\###u{69}mport sys
from pathlib \###u{69}mport Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent / "lib"))
\###u{69}mport bench_runs
\###u{69}mport measurement
from bench_runs \###u{69}mport Lengths, Spread, Swiftlet, select
from command_line \###u{69}mport CommandLine
from environment \###u{69}mport say
from standard_model \###u{69}mport standard_model

def main() -> None:
    parser = CommandLine(__doc__)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--swiftlet", type=Path)
    parser.add_argument("--depths", default="100,2000")
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--generate-tokens", type=int, default=32)
    parser.add_argument("--kv", default="int8")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()

The old mill has four floors. On the ground floor stands the wheel's axle, as thick as a man; on the first the stones, one pair for rye and one for wheat; on the second the hoppers; and under the roof a pulley, with which the sacks came up through trapdoors that opened by themselves and fell shut behind them. Nothing in it is driven by anything but water, and yet it has a bell that rings when the grain runs out. The miller could sleep, the bell could not.

"Is this seat taken?"
"It is now. Put your bag up there, otherwise you'll have it on your knees until Linden."
"Thank you. Does the train always leave this late?"
"Only on Fridays. On Fridays the driver's wife bakes, and he won't go without a slice."
"You're joking."
"I am. But look at the platform: there he comes, and what has he got in his hand?"

A good public library does three things for a town. First, it helps the people who live in town. Second, it makes the town more vibrant and attractive. Third, it makes the town more attractive to other people. In other words, it saves the town's residents from having to buy expensive new homes that might not be as big as they wish.

So, this is more of a philosophy of community building and quality of life, in the sense that it’s a philosophy about how to improve people’s lives. You could think of it as a philosophy that makes the world a better place.

/// Finds the most likely token, sixteen logits at a time: a vocabulary is long beside a small model.
enum LargestLogit {
  private typealias Lanes = SIMD16<Float>
  private typealias Bits = SIMD16<UInt32>

  /// The first index of the largest of `logits`, at least one.
  ///
  /// - Throws: `SamplerError.nonfiniteLogits` with the first of them.
  static func index(in logits: UnsafeBufferPointer<Float>) throws(SamplerError) -> Int {
    let bytes = UnsafeRawBufferPointer(logits)
    let whole = logits.count / Lanes.scalarCount * Lanes.scalarCount
    var largest = Lanes(repeating: -.infinity)
    // A float is finite if its magnitude's bits are below those of infinity.
    var magnitude = Bits(repeating: 0)
    for start in stride(from: 0, to: whole, by: Lanes.scalarCount) {
      let lanes = unsafe bytes.loadUnaligned(fromByteOffset: start * 4, as: Lanes.self)
      let bits = unsafe unsafeBitCast(lanes, to: Bits.self) & Bits(repeating: 0x7FFF_FFFF)
      largest.replace(with: lanes, where: lanes .> largest)
      magnitude.replace(with: bits, where: bits .> magnitude)
    }
    var best = largest.max()
    var isFinite = magnitude.max() < Float.infinity.bitPattern
    for index in whole..<logits.count {
      isFinite = unsafe isFinite && logits[index].isFinite
      best = unsafe max(best, logits[index])
    }
    guard isFinite else {
      throw .nonfiniteLogits(token: unsafe logits.firstIndex { !$0.isFinite } ?? 0)
    }

Photosynthesis is the process by which plants, algae, and some types of bacteria convert sunlight into energy. It's a natural process that allows these organisms to make their own food, using sunlight as a source of energy. Photosynthesis helps plants make food and oxygen, which is then released back into the air. This process is essential for life on Earth and is crucial for the survival of all living organisms.

Theorem. Among any five whole numbers there are three whose sum is divisible by three.

Proof. Sort the five by their remainders, which are 0, 1 or 2. If each of the three remainders occurs, take one number of each: the remainders add up to 3. If one of them does not occur, then five numbers share two remainders, so at least three have the same one, r, and the sum of these leaves the remainder of 3r, which is 0. In both cases there are three as claimed. With four numbers it may fail: 0, 0, 1, 1.

The robot in the greenhouse had only one job, which was to water the tomatoes. One morning it was delivered a container of water, but the robot couldn't find any tomatoes.

The employee who delivered the container forgot to ask permission. The robot would never do this. The robot explained to them that it could only eat food that came with a water container.

The employee, who had never heard of drones and had been trained to operate robots, didn't even know that drones could take food. They just decided to use the robot to provide water, but they couldn't. They even told them that they had no other job to do.

The employee, who had never seen a drone before, tried to explain to them that they could actually only eat food that came with a water container, but they were still unable to complete the task. They just pointed their robot at the container and said, "I can take your food, but I need something to eat."

Visitor: Who builds the nest, the male or the female bird?
Guide: The crow, the crow family is built by the male crow. The male crow is typically a female, and the female is typically the female crow. However, the male's male offspring is sometimes called a "male crow" or a "males" and is considered a "male crow."
Visitor: What do they build it from?
Guide: The female crow builds the nest using a combination of bones, feathers, and a large nest ball made of materials like bamboo and spider silk. The male crow will use this as a home and will spend a lot of time building the nest to keep the female crow safe from predators.

The Taste of Bite: Welcome to the Best. Please, allow me to propose a Bite of the Best, a classic Chinese fusion dish that is both iconic and international. Our restaurant serves the finest and freshest ingredients, from the bold flavors of Chinese cuisine to the bold twists of internationals, and has become a culinary melting pot. I personally ordered 'The Matcha Mango,' which is a traditional Japanese recipe that has been enchanted for centuries. The Matcha Mango is a light and refreshing option that is both elegant and delicate.

As I entered the restaurant, I was immediately struck by the simplicity of the experience. The atmosphere was warm and inviting, with a couple of incredible views of the world. I was taken with the Bite of the Best, the one that has become a part of my culinary identity. The menu is a little bit of everything, with a big deal of Chinese, internationals, and Japanese. But the best part is the small plates. The Chinese take over the table, and the Japanese take over the entire table. It's amazing.

But the truly amazing part is the selection. I have no idea where I could find something like it.

The Luminous Isles lay shrouded in a crimson glow, the surface of their moonless world a vibrant tapestry of sapphire and emerald. The island of Luna, a distant moon, held secrets of the past. The crew of the Celestial Horizon stood at the end of the Luminous Isles, a lone observer, their equipment a testament to the ingenuity of humanity.

Their purpose was to gather data from a long-lost civilization, the Xeridians, who had once explored the moon and its moons. But the Xeridians vanished into the deep blackness of the cosmos, leaving behind only the remnants of their lost technology, the Luminous Isles' own.

As the days ticked by, the Celestial Horizon continued their mission, gathering data on the Xeridians. The crew was too exhausted to do it alone, and many found themselves lost in the darkness. A ship of the order of the Xeridians, the Celestial Horizon, sailed back to the shipyard of their lost allies.

But as they sailed, they saw the Luminous Isles again. They brought news of the Xeridians, their ancient technology, and their forgotten wisdom, but they didn't find the answers they had been searching for.

```
swiftlet compare int4.json int8.json pi4.json --html compare.html
```

puts reports side by side: models, quantizations, caps, boards. Ratios are against the first. A difference is *beyond the
spread* where the intervals do not touch, and *within the spread* where they do; it is *spread unknown* where a figure was
measured once. Energy is not compared where meters cover different things.

## Before there is a board

```
swiftlet plan MODEL.swiftlet --board pi-5              # every cap that makes a difference
swiftlet plan MODEL.swiftlet --board mine.json --memory-cap 96M
```

models tokens/s and joules per token on a board that need not be at hand: `pi-zero-2-w`, `pi-3b-plus`, `pi-4b`, `pi-5`,
`jetson-orin-nano`, `orange-pi-5`, `x86-64`. They are files in `configs/boards`, built into the program.

- *Time*: the longest of a token's cycles, the reading of its weights from memory, and the bringing of streamed ones from
  storage. The slow end of the interval is their sum, each at its own slow end.
- *Energy*: `P_idle * t + a * instructions + b * DRAM bytes`.
- *Instructions and cycles*: per weight, by core and format, from
  [what was counted](../BENCHMARKS.md#instructions-on-aarch64) on emulated cores. Weights in 16 or 32 bits were not counted,
  so such models have no figure.

struct Interval {
    low: i64,
    high: i64,
}

impl Interval {
    fn overlaps(&self, other: &Interval) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    fn hull(&self, other: &Interval) -> Interval {
        Interval { low: self.low.min(other.low), high: self.high.max(other.high) }
    }
}

Visitor: How do tides work?
Guide: The tides are a cyclical phenomenon that occurs every 12 months, as it's a result of gravity pulling on the Earth's oceans, resulting in high and low tides. This cyclical pattern is influenced by the Moon's orbit around the Earth and the planet's rotation on its axis. The gravitational pull of the Moon's gravity causes the water to bulge out on the Earth's tides, with the high tide typically occurring at higher latitudes, while the low tide occurs at lower latitudes.
Visitor: Why are there two of them a day?
Guide: The reason for the two tides is due to the Earth's rotation and its gravity. The Moon's gravitational pull is pulled by the Earth's large mass and the resulting gravity is what causes the tides. This is why the two tides of the Moon occur on different days.

The two tides can occur twice a month, but only one day is needed for the Earth to process the gravity of the Moon and keep track of the tides. This is because the Earth's rotation is slowing down, and as a result, the Earth is only processing and adjusting the gravitational pull of the Moon.

The Sun also has a day, however.

How the parish came by its second bell is told in two ways. The first is that it was ordered, paid for in rye over eleven years, and hung in the autumn after a good harvest. The second is that it was meant for the town downstream, that the barge ran aground at the bend below the mill, and that the people who helped to float it again asked for nothing, except that the load be made a little lighter. Both accounts agree on the weight. The bell itself carries no date, only the caster's mark, a hare, and a line of letters that stand in the wrong order because he had to set them as a mirror shows them and was, it seems, interrupted.

On feast days the two are rung together. They are not in tune. Musicians who visit have offered to have the younger one filed, which would raise it by a quarter of a tone and end the matter, and they are always thanked and given plum brandy. A man who was born within their hearing once said that he had not known, until he went away to study, that other churches sounded as if only one person were speaking.

Before you repot a plant, make sure that you can quickly address any issues that are causing the problem.

The new layout seems to have a really good balance of space and lots of different types of plants. I think it will be really good for the community. I would love to promote it and get the community to use it.

This is fantastic. I think this is a great idea. I can give it a try and will definitely make it a community event.

I'm so excited! I'm planning to create a community garden and I think this could be a great way for us to do it. I'd love to help out! I think this could be a great project. I'm really excited about it.

I'll have to try it out in the garden, I think it's going to be amazing! I think the people will love it!

I've put together a list of everything that I can do to support this! I'll have to tell them all in the email. I'm going to give a gift to the people I'm telling them about. I'll have to get a gift card to give them. I've got a big gift card in my wallet.

This is going to be a great event!

Electricity can be achieved through a process of electrons, which are a fundamental component of the electromagnetic spectrum. In a conductor, the movement of electrons creates a magnetic field, which can be manipulated by electricity. When electrons move freely in a conductor, they create electromagnetic waves. If a conductor is placed in a magnetic field, it can induce an electric current. This process is known as electromagnetism.

Nonconductors, such as insulators, do not conduct electricity. Nonconductors are often referred to as resistances. When a nonconductor is exposed to an electric current, the electrons are not able to move past their natural boundaries and create a magnetic field around the conductor. This phenomenon occurs when a conductor is physically placed in an electric circuit.

This phenomenon is due to the interaction between the conductive material and the magnetic field generated by the charge. When a conductor is exposed to an electric current, the magnetic field from the electric current induces a magnetic field around the conductor, which can be used as an analogy.

"""What a raw file of measurements says beside its figures: when, where, of which commit, and how."""

\###u{69}mport datetime
\###u{69}mport json
\###u{69}mport os
\###u{69}mport platform
\###u{69}mport re
\###u{69}mport subprocess
from pathlib \###u{69}mport Path

ROOT = Path(__file__).resolve().parent.parent.parent

def output_of(*command: str) -> str | None:
    """Standard output of a command, or nil if there is no such command or it fails."""
    try:
        result = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return None
    return result.stdout.decode("utf-8", "replace").strip() if result.returncode == 0 else None

def commit() -> str:
    """The checkout's commit, with `+changes` if a tracked file differs from it."""
    name = output_of("git", "rev-parse", "--short=12", "HEAD")
    if not name:
        return "unknown"
    changes = output_of("git", "status", "--porcelain", "--untracked-files=no")
    return name + ("+changes" if changes else "")

def cpu_model(text: str) -> str:
    """The processor's name in the text of /proc/cpuinfo; boards only give numbers."""
    if match := re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE):
        name = match.group(1).strip()
        parts = [re.search(rf"^{key}\s*:\s*(\S+)$", text, re.MULTILINE)
                 for key in ("cpu family", "model")]
        if all(parts):
            # Virtual machines call many processors the same.

{
  "order": 20417,
  "placed": "2024-03-09T14:22:05Z",
  "customer": {"number": 881, "language": "en", "newsletter": false},
  "lines": [
    {"article": "lamp-oak-small", "count": 2, "price": 39.9, "tax": 0.19},
    {"article": "bulb-e14-warm", "count": 4, "price": 3.25, "tax": 0.19},
    {"article": "wrapping", "count": 1, "price": 0, "tax": null}
  ],
  "shipping": {"method": "parcel", "price": 4.95, "notes": ["leave with the neighbour", "ring twice"]},
  "paid": true
}

Engineers have begun to inspect the old railway bridge at Hallam Cross. According to one of the old telegraph operators, a British merchant ship that had been attacked by the Germans in 1914 had sent an order to its crew, which allowed the ship to sneak onto the bridge. However, the bridge was heavily damaged, but the bridge was still open. All the people on the bridge were disabled, and the ship's crew were rescued. It was decided that to avoid further attack, the bridge had to be sealed to prevent further damage. The bridge was closed from the outside, and it was decided to create a new bridge that would allow the ship to move without having to expose itself to the air.

However, the bridge was eventually sealed to prevent further attack, and a guard was kept outside to keep the bridge open. The head of the company, an old man named Malcolm, was appointed to create a new bridge that could be used to protect the bridge from the outside. He created a new bridge with a special bridge rail that would allow the ships to move without having to expose themselves to the air. The old iron bridge was converted into a new bridge that can move without needing to expose itself to the air.

Interviewer: You have built boats for forty years. What has changed?
Boatbuilder: The glue. People expect me to say the wood, but the wood is the same wood. Glue used to be a prayer. Now it's a bucket with instructions on it.
Interviewer: Do you miss anything about the old way?
Boatbuilder: The smell, a little. Not the hours.
Interviewer: And what would you tell somebody who starts today?
Boatbuilder: Make a small boat first, and finish it. A half-finished big one teaches you nothing but where the tarpaulin leaks.

class GGUF:
    """`metadata` (key -> value) and `tensors` (name -> Tensor) of a GGUF file in `buffer`."""

    def __init__(self, buffer):
        self.buffer = memoryview(buffer)
        self.position = 0
        if bytes(self._take(4)) != MAGIC:
            raise ValueError("not a GGUF file")
        version = self._number("I")
        if version not in (2, 3):
            raise ValueError(f"GGUF version {version}; 2 and 3 are known")
        tensor_count, entry_count = self._number("Q"), self._number("Q")
        self.metadata = {}
        for _ in range(entry_count):
            key = self._string()
            self.metadata[key] = self._value(self._number("I"))
        entries = [self._tensor_entry() for _ in range(tensor_count)]
        alignment = self.metadata.get("general.alignment", 32)
        start = -(-self.position // alignment) * alignment
        self.tensors = {}
        for name, shape, encoding, offset in entries:
            tensor = Tensor(name, shape, encoding, start + offset)
            if math.prod(shape) % encoding.values or (
                    tensor.offset + tensor.byte_count > len(self.buffer)):
                raise ValueError(f"tensor {name} does not fit the file")
            self.tensors[name] = tensor

The human conception of a seed is rooted in a complex web of biology and ecology. It begins with a single cell, often thought of as a seed in the scientific literature, but this is actually the beginning of the complex phenomenon of a single cell growing into a mature organism.

The process begins with fertilization, which occurs when a sperm cell carries a small piece of the fertilized egg cell. The fertilized egg cell, or zygote, develops into a multicellular organism, such as a plant or animal. However, the zygote often doesn't survive and is eventually expelled or eaten by the organism, which is where seed germination occurs.

The seed, often referred to as a plant cell, has a nucleus, which is essential for cellular growth. The seed contains a nucleus and a DNA molecule, and it is surrounded by a cell membrane. In the human body, there are two main parts of the cell membrane: the cell membrane (cell membrane) and the cell membrane lining the cell membrane. This cell membrane plays a crucial role in maintaining the integrity and function of the cell membrane, including cellular growth and division.

The cell membrane of the seed cell contains a cell membrane layer with a nucleus and the DNA molecule.

Minutes of the allotment society, 14 May

Present: eleven members, later twelve.
1. The water will be turned on next Saturday. Whoever has an open tap then pays for the flood.
2. The hedge along the railway is to be cut in August, not before, because of the nests. Agreed with one vote against.
3. Wheelbarrows. There were five; there are three. The chair asks nobody in particular to look behind their shed.
4. The summer party is on the second Saturday of July. Salads are to be announced, since last year there were nine of potatoes.
Closed at 20:40.

FATHER: What does the note say?
CHILD: It says, "I have gone to find the sea."
FATHER: Who wrote it?
CHILD: The tortoise.
FATHER: The tortoise can't write.
CHILD: I helped with the spelling.

The night I set sail on a stormy sea. The sun had been rising low, and the air was filled with the smell of salt and the sound of the waves crashing against the shore. I had just left the port of Lisbon, a city filled with dreams and bravado. I had set sail with a crew of 20, and I was a seasoned sailor. I had brought a few mementos with me, including a beautiful map of the Caribbean, a small piece of the crew's ration of salt, and a few tools on my ship. I had arrived at the port of Santa Maestra with a crew of 15, which was a considerable number, and I had welcomed them all to the crew.

I had spent the night at the ship's bar, and I was enjoying a fine meal and the rest of the crew was enjoying their own. I had just left on a mission, and I had left my ship, the one I was running, on the sand. I had left with the rest of the crew.

I had been watching the sea, and I had seen a big storm, and I had jumped over the horizon.

Great! The most important thing to do is to start now. Focus on one area at a time. The piano is a skill that takes time to master. If you're just starting, it's better to start with a beginner's voice. Your first lesson will not only help you learn the basics but also prepare you for the more challenging ones.

The next thing to do is to find a private music tutor. A tutor who specializes in piano learning can offer you the best advice and support. If you're not a music lover, you can also find online tutors who specialize in piano music. These usually offer a variety of options.

And when you're ready, start your own practice routine. This is your chance to see your own work in progress. Take lessons regularly. This will not only help you become a better player but also improve your overall performance.

Lastly, remember that it's not about perfection. It's about learning and growing. There's no right or wrong way to learn a new skill. The most important thing is to enjoy the journey and to enjoy the process.

Remember, it's okay to make mistakes. It's how you learn that matters.

Am Abend wurde es still im Hof. Der Tischler hängte die Schürze an den Haken, zählte die Schrauben in der Dose und schloss das Tor. Morgen sollte der Schrank fertig werden, übermorgen kam der Wagen. „Wenn das Wetter hält", sagte er zu niemandem, und die Katze auf der Mauer blinzelte.

Q: Help me to plan a birthday party for a child of seven.
A: Sending a birthday party to a child of seven can be a complex task, but I'll guide you through a simple plan that works for a relatively large family. First, you'll need to choose a venue that can accommodate the size of your party. You can consider a wedding party wedding services, but if you're planning to have a child party, you'll need to consider a venue that can accommodate your grandma's party.

The next step is to think about the party budget. Calculate your budget, and think about what type of party you're planning.
Q: What games could they play indoors?
A: Since your child of seven loves games and entertainment, you have a ton of options to play indoors. Here's a list of some indoor games and entertainment options:

* Board games: You can play many games like GoLola, Scrabble, and Monopoly. You can also use online platforms to play these games.
* Board games: If you can't find games online, you can still enjoy board games at home. You can play Settlers of Catan, a popular game, and other games like Dungeons & Legends, which is a mix of board games, strategy, and art.

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent / "lib"))
\###u{69}mport bench_runs
\###u{69}mport measurement
from bench_runs \###u{69}mport Spread, select
from command_line \###u{69}mport CommandLine
from environment \###u{69}mport say
from standard_model \###u{69}mport standard_model

# 16 tokens of SmolLM2's.
PROMPT = "The history of computing began long before the first electronic machines were built, and"
CASES = {
    "resident, context 2048": ["--residency", "resident", "--context", "2048"],
    "two layers streamed, context 2048": ["--residency", "partial", "--context", "2048"],
    "cap 96M, context 2048": ["--memory-cap", "96M", "--context", "2048"],
    "cap 64M, context 2048": ["--memory-cap", "64M", "--context", "2048"],
    "cap 48M, context 2048": ["--memory-cap", "48M", "--context", "2048"],
    "cap 24M, context 256": ["--memory-cap", "24M", "--context", "256"],
}
FIGURES = ("decode_tokens_per_second", "prefill_tokens_per_second", "peak_resident_bytes",
           "planned_peak_bytes", "seconds")

It snowed on the day we moved into the house by the canal. My brother and I...I would have loved to have the bathroom, as it was at the top of the house. But here I am, in the basement, under the house. The bathroom is just...alright.

(I was walking up the stairs, and the door creaked open to reveal a closet) Oh, look! My brother and I!

The potato is a crop of the solanaceae family, belonging to the Riazhikidaeceae family, which is a diverse group of plants, including many familiar crops such as maize and other legume crops, including beans, sugarcane, sugarcane, and the potato. The potato itself is an important food crop for many people worldwide, and is grown in over 110 countries.

1. What is the potato?

The potato is a relatively young crop, as it is a member of the Solanaceae family and belongs to the Solanaceae genus. In reality, it is only a species of Solanum, a non-native invasive plant that has been introduced into the world's agricultural sector. However, in the colloquial language of food industry and the use of food image in various advertisements and product placement, this description is still widely used. The actual name of the potato is S. kahia, but the official name is Solanum kahia, which is a global name and has been adopted by the international agricultural industry in various countries.

2. Origin of the potato

The origin of the potato is still a mystery and is based on various studies.

What to check before the house is left for the winter:
(a) Water: main tap closed, pipes blown out, a spoonful of salt in every trap.
(b) Power: all fuses out but the one for the pump in the cellar.
(c) Chimney: flap shut, a sheet of paper pinned in front, so that in spring one sees whether something has come down.
(d) Shutters: from the top floor downwards. The one at the back sticks; lift, then pull.
(e) Mice: nothing edible below the height of the table, and nothing made of wool either.
(f) Key: not under the pot. Everybody knows the pot.

package \###u{69}mport CSwiftletKernels
package \###u{69}mport SwiftletSystem

/// All kernels of one engine (scalar, NEON, AVX2, ...): the only place where instruction sets differ.
///
/// Every set gives the same bits (`swiftlet_kernels.h`), so the choice is one of speed alone. Its
/// methods take raw pointers from callers that own the memory, and check the shapes they are told.
@safe public struct KernelSet: Sendable, Equatable {
  // Points at a constant of the C target, which lives as long as the program.
  private nonisolated(unsafe) let table: UnsafePointer<swiftlet_kernel_set>

  private init(_ table: UnsafePointer<swiftlet_kernel_set>) { unsafe self.table = unsafe table }

  /// The C functions of this set.
  package var functions: UnsafePointer<swiftlet_kernel_set> { unsafe table }

  /// "scalar", "neon", "avx2", ...: what `--kernels` takes.
  public var name: String { unsafe String(cString: table.pointee.name) }

  /// Every set compiled for this architecture, best first, usable on this CPU or not.
  package static let compiled: [KernelSet] = {
    var first: UnsafePointer<UnsafePointer<swiftlet_kernel_set>?>?
    let count = unsafe swiftlet_kernel_sets(&first)
    guard let first = unsafe first else { return [] }
    return (0..<count).compactMap { index in
      guard let table = unsafe first[index] else { return nil }
      return unsafe KernelSet(table)
    }
  }()

The moons of Jupiter were first seen through a telescope in 1609, when Friedrich Bessel began the observation. On the night of January 7, 1609, Friedrich took the observations, and after 24 nights in the telescope he was able to see the moons of Jupiter as they had not been before. He was amazed by the beauty of the moons and was able to name them, and described them as being "like the very stars" and they became famous. He was later said to have said, "I am always at the tops of my mind the three moons of Jupiter. They are all different. They have different names. They have different sizes. They have different colors. I have never seen such great objects as this moon." He also began to study the appearance of the moons, and eventually, he and others began to determine their order of the moons. This was done to show his wonder at the beauty of the moon. He also began to study the appearance of the four rings around the moon, and he continued his study to show his great fascination, and his love of the moon, and also his passion for the moon's beauty.

Salt marshes are wetlands along the coast that are flooded and drained by the tides. They are home to a wide range of plants, animals, and even some humans. The area around the mouth of the Mississippi River is a unique ecosystem.

"""Loads tools (files without a suffix) and their library as modules."""

\###u{69}mport importlib.machinery
\###u{69}mport importlib.util
\###u{69}mport sys
from pathlib \###u{69}mport Path

TOOLS = Path(__file__).resolve().parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(TOOLS / "lib"))

def load(name: str):
    module_name = name.replace("-", "_")
    loader = importlib.machinery.SourceFileLoader(module_name, str(TOOLS / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(module_name, loader))
    sys.modules[module_name] = module
    loader.exec_module(module)
    return module

To start taking care of a cast iron pan, it's essential to choose the right type of wood for your project and select a high-quality, sturdy wood that won't compromise your kitchen's integrity. Always ensure you have access to a reliable supplier who can provide you with access to the best quality cast iron, especially if you're planning to create intricate designs.

In terms of tools, a good smokin' tool is the chisel. It's crucial to have a heavy-duty chisel with fine grit to remove the imperfections and imperfections that can make a cast iron pan difficult to work with.

Safety is paramount, so you should invest in a set of safety equipment like a boot with a helmet that can protect you from any potential injuries, and you should also have a hose with a spill guard in your cooking gear.

Enjoying a well-cooked meal with a well-prepared cast iron pan is a blessing.

Question: Suggest a dinner from lentils, carrots and onions.
Answer: This food is quite rare and expensive, but I have a local restaurant that serves a humble dish of lentils, carrots, and onions. They call it "Lentil, Carrots, and More" and it is made with a variety of ingredients, including onions, celery, and even a spoonful of chili. They're not a celebrity, but they do offer this dish for those who wish to indulge. The special has been made with only this recipe and they're a bit pricey, but it's a very unique and delicious dish.
Question: What could I drink with it?
Answer: This meal is quite unique, and I think it has a little something special. You might enjoy a glass of this "Lentil, Carrots, and More" with a little something else: a glass of Sherwin's Red. Sherwin's Red is a French brand of Sherwin's, a small but highly respected Australian specialty coffee. It's a traditional drink made with a mix of black and red curaçu, and it has a lemon-lime wine as the main base. I think it's a very special drink, and I'm sure they serve it with a lot of great things.

Dear neighbour,

thank you for the key and for the cat's instructions, which I followed to the letter. She ate on the first evening, ignored me on the second, and on the third brought a sock as a present (yours, striped, on the stairs). The orchid has a new bud. The parcel is in the hall. I did not water the cactus, as agreed, though it looked at me.

The only damage is a cup, the blue one without a handle, and I have reason to think that it was old. I owe you one, with handle.

Warmly,
your downstairs

Glossary
ballast: weight that is carried for the sake of balance.
bilge: the lowest part inside a hull, where water gathers.
fathom: six feet, about 1.83 metres, once the span of a sailor's arms.
halyard: a rope that hoists a sail or a flag.
lee: the side away from the wind.
sheet: not a sail but the rope that trims one.
windward: the side that the wind comes from.

User: The build fails with "no space left on device", but the disk has forty gigabytes free. What am I missing?
Assistant: Two things are worth a look. The first is inodes: `df -i` shows whether the file system has run out of entries even though it has bytes left, which happens with a great many small files. The second is that the build may write somewhere else, for instance to a temporary folder that lives in memory. `df -h /tmp` tells you how large that one is.
User: It was the second. /tmp has 512 MB.
Assistant: Then point TMPDIR at a folder on the large disk before you build, or enlarge the temporary file system. If only one step needs that much, setting the variable for that step alone is the smaller change.

The heart is a muscle that pumps blood through the vessels of the body. In mammals it's a vital organ responsible for regulating the circulation of blood throughout the body.

When bread dough rises, what happens inside it is this: when you boil the dough, it creates a steam that rises around it. The steam is a great way of cooling your bread by steam, as it helps to melt the butter inside the dough. However, this method is not suitable for bread because it is using too much heat.

This method is using too much heat when it is not the correct type of heat to use. When you are using too much heat to heat a dough, it results in food becoming hotter, and in this way, the water evaporates, resulting in the absence of steam. The heat is not that important in this example but actually, when it is used, it will make your bread melt.

In reality, a good way to think about this is by looking at the steps of a recipe. In the example of a recipe, the heat that is used can be removed from the ingredients that are used to make a cake or bread. This is a difficult way to look at a recipe because it is hard to see, but by looking at it you can see that the ingredients are being used to create something that needs heat to be made.

Zimą pociąg staje tu tylko na żądanie. Trzeba stanąć pod lampą i podnieść rękę. Zawiadowca mówi, że raz zatrzymał się dla bałwana, bo ktoś dał mu szalik i latarkę.

/// Some of the head's rows: consecutive parts of its matrix.
@safe public struct HeadRows {
  /// The first row's number in the vocabulary, a multiple of 16.
  public let firstRow: Int
  /// The parts, each (rows, hidden), all but the head's last in whole tile rows.
  @unsafe public let parts: UnsafeBufferPointer<MatrixView>

  /// Wraps parts that outlive the value.
  @unsafe public init(firstRow: Int, parts: UnsafeBufferPointer<MatrixView>) {
    self.firstRow = firstRow
    unsafe self.parts = parts
  }

  /// Tile rows of all parts.
  var tileRowCount: Int {
    unsafe parts.reduce(0) { sum, part in unsafe sum + part.layout.tileRowCount }
  }

  /// Whether a part is multiplied with quantized activations.
  var isQuantized: Bool { unsafe parts.contains { part in unsafe part.isQuantized } }
}

/// Where weights come from: resident memory, or storage as they are needed.
///
/// The forward pass asks for one thing at a time, in the order of execution, and keeps no view past the
/// call; that is all it knows of the memory cap.
public protocol WeightStore: AnyObject {
  /// Announces a pass of some tokens through all layers: each stored layer is asked for as often as the
  /// schedule runs it, in order.
  ///
  /// - Parameter headReadCount: how often the whole head is going to be asked for behind the layers.
  /// - Throws: `ModelError`.
  func beginPass(headReadCount: Int) throws(ModelError)
  /// Lends the weights of one stored layer.

A bicycle stays upright for several reasons. The first is that it's a gentle and lightweight device that's designed to reduce its weight and support its weight. This makes it easier to maneuver and use in terms of comfort and maneuverability.

The second aspect of bicycle design that's particularly notable is the use of a light frame that's designed to blend into the environment. A bicycle with a light frame doesn't have to take up a lot of space, as it allows the rider to carry a limited amount of weight while still maintaining comfort and freedom.

This design also has an interesting aspect. Bicycles have been around for a long time, and bicycles have changed in ways that have allowed people to create innovative and sustainable transportation solutions. Bicycles have become a highly sought-after form of eco-friendly transportation, and the design of bicycles has become increasingly sustainable and environmentally friendly.

The design of bicycles has also become more accessible and accessible for people with disabilities, and the use of a light frame has helped to make these bicycles more inclusive and less intimidating. The use of a light frame has also allowed people to create their own sustainable and eco-friendly bicycles, which has helped to reduce the need for large, polluting fleets of bicycles.

Student: What is a variable in programming?
Teacher: A variable in programming refers to a data type that can take on specific values, perform specific actions, and can be used to store and manipulate data. In other words, a variable is a container that holds a value, performs a specific action, or can be modified.

Think of a variable as a memory that holds a set of values, which can be accessed, modified, or reassigned. The main components of a variable are the type, data type, and memory location.
Student: How is it different from a constant?
Teacher: A variable is different from a constant in programming terminology. A constant is an immutable, self-referential behavior that cannot be changed. In other words, a constant is a value that remains the same across different execution paths.

In the context of programming, a variable is the actual data that holds the value, while a constant is a value that is defined and does not change. However, in Python, a variable can still hold a constant, as it is a memory that holds a set of values, but it is not a value that can be changed.

/// Reads a `tokenizer.json` of the tokenizers library into a definition.
///
/// What it does not know it refuses by name; nothing is ignored but `truncation` and `padding`, which the
/// reference switches off as well, and offsets, which ids do not depend on.
struct TokenizerJSON {
  let root: JSONPlace
  var definition = TokenizerDefinition()
  /// Ids by the text of the token as the file writes it.
  var ids: [[UInt8]: UInt32] = [:]
  /// Whether the decoder takes tokens with the names of bytes for those bytes.
  var hasByteDecoder = true

  /// The definition in `root`.
  ///
  /// - Throws: `TokenizerError`.
  static func definition(_ root: JSONPlace) throws(TokenizerError) -> TokenizerJSON {
    var reader = TokenizerJSON(root: root)
    try reader.readFamily()
    if reader.isUnigram {
      try reader.readUnigramNormalizer()
      try reader.readUnigramDecoder()
      try reader.readUnigramModel()
    } else {
      try reader.readNormalizer()
      try reader.readPreTokenizer()
      try reader.readDecoder()
      try reader.readModel()
    }
    try reader.readAddedTokens()
    try reader.readPostProcessor()
    return reader
  }

<section class="hours">
  <h2>Opening hours</h2>
  <ul>
    <li>Monday to Friday: 9 to 18</li>
    <li>Saturday: 9 to 13</li>
    <li>Closed on holidays and during the plum harvest</li>
  </ul>
  <p>Ring the bell if the light is on &amp; the door is not.</p>
</section>

LADY DAVID STONER, MAKER OF STRONGE, no more. Now, if a violin were to be found, it would be a mystery that would leave the lovers alone. The orchestra had rehearsed its finale for tonight's concert, but that night was only the beginning. It had slipped from the top of the violin's resting box to the bottom.

A night like tonight was hers. She had taken it. A true Stoner, a true Ravi, no less. No one had been able to find it. It was all she knew. She had vanished into thin air.

The orchestra was on the verge of a performance, but they had no choice. They had to wait for the next. But the violin had a secret: it was a gift from a spy. A brilliant, powerful, and cunning one. He had taken it. The next night was theirs.

The orchestra had changed the melody. A piece of music had been passed down to them, and it was gone. A note had been left on it. A note that had been revealed to the world.

He had taken it. He had taken it.

In a world where technological advancements have transformed daily activities, the roads to the mountainsides have become more challenging. However, in the realm of human-tech, there's a remarkable phenomenon that continues to unfold: the unexpected.

The last day of a massive storm that had been closing the mountain roads was a true example of human resilience. Millions of people, across the globe, had dedicated their lives to protect their homes and loved ones. They were more than just ordinary individuals – they were a human tide, a collective of humanity, in the most precious and resilient way.

As they stood on the mountain, the air was filled with the soft sound of raindrops on the pavement. The vibrant hues of the mountains danced across the concrete, and they seemed to stretch from the horizon. As they looked around, they saw the power and fury of the human spirit. The fire that burned across the desert was a reminder of humanity's capacity to overcome and overcome those who would seek to destroy.

This was no ordinary storm. It was a moment that was unique in its scope and its impact. Every man, woman, and child stood as a testament to human capacity, and their courage and resilience made it possible.

A simple vegetable soup needs no recipe. Begin with a simple recipe, and don't be afraid to experiment and try new things. You can make a simple soup from scratch, using ingredients you already have in your pantry, and you can even make a soup with ingredients you don't know you can use.

I'm a huge fan of lazy, lazy soup. It's made with different ingredients and you can make it in a few minutes. I'm always on the lookout for the perfect soup to celebrate the end of the week.

Make your own soup, and you'll know you're doing it right. It's all about the ingredients and the way you use them.

I'm proud of my team. I'm proud of the people I work with. I'm proud of the people I serve.

Makes 10-15 servings. You can have 10-15 servings of it. You can make it with whatever you want. I'm not going to eat it. I'm going to make it, and it's going to be part of my life.

In 24 hours, you can make this soup. You can make it in 24 hours.

Distances from the station: market square 0.4 km (5 minutes on foot), museum 1.1 km (14 minutes), harbour 2.3 km (28 minutes, or bus 6), lighthouse 7.8 km (bus 12, every hour until 19:20, not on Sundays). A single ticket costs 2.10, a day ticket 5.60, and children below six travel free. Dogs pay half and may bark in full.

Question: Tell me something about the planet Saturn.
Answer: The planet Saturn... it's a terrestrial planet that orbits the Sun in the outer reaches of the solar system. In my research, I've explored the planet's composition, geology, and history. Saturn's outer atmosphere is the only one of the eight planets to have a thin atmosphere of gases, including water and hydrogen. The Saturnian system consists of five major moons: Titan, Iapetus, Dione, Rhea, and Enceladus.
Question: What are its rings made of?
Answer: The rings of Saturn are made of several distinct physical and chemical properties that are unique to the Saturnian system. While the rings are visible and visible to the naked eye, they can be viewed from Earth with optical telescopes. They are composed of several distinct physical components, including rings, the main ring system, a series of smaller rings, and several smaller ice particles that form a distinct ice ring.

These rings are composed of material that was ejected from Saturn's atmosphere into space, creating a scattering of particles that is visible to the naked eye.

Sabahları fırının önünde kuyruk olur. Herkes aynı ekmeği alır ama herkes başka bir şey anlatır. Fırıncı hepsini dinler, parayı sayar ve yalnızca yağmur yağacağını söyler.

#!/usr/bin/env bash
# Builds for aarch64 Linux with what cross-compile/setup made, in release configuration.
#
# usage: cross-compile/build [--static] [--native] [--print-path] [OPTION]...
#   --static       one file, `swiftlet`, that needs no library of the board and runs on any 64-bit one
#   --native       for this machine instead, with the swift in the path
#   --print-path   builds nothing; prints the folder that the products lie in
#   OPTION         goes to `swift build`
#
# The build folder is .build/aarch64, .build/aarch64-static or the like, or lies in the folder SWIFTLET_CROSS_BUILD.
# Beside the static `swiftlet` lies `swiftlet-stripped`, the file to ship; the other has the symbols that tools want.
# SWIFTLET_SWIFT_SDK and the rest: see cross-compile/setup --help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source cross-compile/common.sh

static=false native=false print_path=false
options=()
while (($# > 0)); do
  case $1 in
    --static) static=true ;;
    --native) native=true ;;
    --print-path) print_path=true ;;
    -h | --help)
      show_help
      exit 0
      ;;
    *) options+=("$1") ;;
  esac
  shift
done
name=aarch64
if $native; then name=native; fi
if $static; then name+=-static; fi
scratch=$(scratch_folder "$name")
if $print_path; then
  products_folder "$scratch" $native
  exit 0
fi
prefix=() sdk=()
if $native; then
  require_swift
else
  require_setup
  compiler_prefix
  sdk_options
fi
options+=(-c release --scratch-path "$scratch")

Vaccines teach the body to defend itself in several ways. When a vaccine is introduced to the immune system, the body's immune system is stimulated to produce antibodies, which are proteins that can distinguish the harmless components of the vaccine from the body's own cells. These antibodies are designed to identify and eliminate pathogens, which is critical for the development of immunity against those pathogens.

The process begins with a type of cell called a dendritic cell, which acts as a foreign cell that is introduced to the immune system. The dendritic cell recognizes the vaccine as a foreign cell and is invited to deliver its mRNA to the cell. This mRNA contains the genetic information that the immune system will use to create antibodies to fight off any pathogens that may be present.

Once the mRNA is delivered to the dendritic cell, it instructs the cell to produce enzymes that break down the vaccine into its constituent components, which are proteins. This process allows the immune system to make an antibody to fight off the pathogen. The immune system continues to produce antibodies until they reach the site of infection, where they are released to eliminate the pathogen.

The weather and climate are often used interchangeably, but there's a subtle distinction between them. Climate refers to the average weather patterns and climate classification, which is based on the Intergovernmental Panel on Climate Change (IPCC) 4th Assessment Report (AR4). Climate refers to the long-term changes in the Earth's atmosphere that affect the temperature and weather patterns. Climate is determined by the average global temperature and is influenced by natural factors such as volcanic eruptions and changes in the Earth's orbit.

Weather, on the other hand, refers to the temporary conditions and patterns of the air and the atmosphere. Weather can be influenced by external factors, which are often weather patterns, and can change over time. Weather can be influenced by the actions of humans, which is reflected in weather patterns, but weather itself is the natural state of the atmosphere.

To illustrate the difference, consider a classic example of climate and weather. Imagine a desert where the weather is extremely hot and dry. In this scenario, the climate is a collection of weather patterns, and it's influenced by the desert's unique climate. On the other hand, consider a city with a growing climate where the weather is influenced by the temperature of the Earth's atmosphere.

Visitor: How does compound interest work?
Guide: Compound interest is a mathematical concept that goes beyond simple interest. It is the interest earned on both interest and cashback. The formula for compound interest is A = A(1 + r)^n, where A is the amount of money you'll earn on a certain interest rate, r, and n is the number of times interest is compounded.

To understand how it works, let's use a simple example. Suppose you have $100 to earn 2% interest, compounded monthly. In this scenario, the formula would be: A = 100(1 + 0.02)^12.
Visitor: Is it better to save early or to save more?
Guide: The decision to save early versus saving more depends on individual circumstances. Saving more often can provide long-term financial benefits, as you can recoup your investment in the future. However, there are situations where saving more is a better option.

Some advantages of saving more are:

1. **Increased financial freedom**: By saving more, you can create a financial cushion, which can help you enjoy your financial future.
2. **Reduced financial stress**: Saving more can reduce financial stress, as you can plan for future income and expenses.

Writing a clear and effective letter of complaint is a crucial skill for any professional. Here's a step-by-step guide to help you craft a convincing and polite letter of complaint:

**Step 1: Preparing Your Letter**

Before you begin writing, ensure your letter is well-structured and free of errors. This includes adding a professional address, using clear and concise language, and double-checking grammar and spelling.

**Step 2: Choose Your Position**

When preparing your letter, consider your profession, experience, and the purpose of the letter. This shows that you're professional and capable of addressing a difficult situation.

**Step 3: Structure Your Letter**

Your letter should have a clear structure, including an introduction, body, and a closing. This structure is often referred to as the "diamond" in the game of professional letters, where the introduction and conclusion are in one cohesive paragraph.

**Step 4: Proofread Effectively**

The most effective way to proofread your letter is to print it in a light-colored paper and make sure to proofread every page.

Earthquakes are measured using a combination of seismic sensors and computer algorithms. In 2015, a new method was developed by the International Association of Earthquake Engineering (IAE) and the USGS to create a more accurate and user-friendly way to measure earthquake activity.

The method involves attaching sensors to the Earth's surface and recording seismic waves as they pass through the planet. The data is then analyzed using computer software to create a map of the earthquake's origins and the movement of the tectonic plates involved.

The new method uses a technique called the "diamond anomaly technique" which involves extracting the unique pits created when earthquake waves pass through the Earth's crust. These pits are essentially tiny diamonds that give a unique image of the earthquake's origin.

The method also uses advanced algorithms that can analyze the data even when the Earth is not actively moving. This makes it possible to predict earthquakes that are not directly caused by human activities.

The method has been adopted globally to increase the accuracy of earthquake monitoring and has led to numerous breakthroughs in earthquake science and technology.

/// What a run will hold in memory, owner by owner, computed before the first large allocation.
public struct MemoryPlan: Equatable, Sendable {
  /// One line of the table.
  public struct Entry: Equatable, Sendable {
    /// Who holds the bytes, as in the budget.
    public var owner: String
    /// Bytes, as the owner's mappings round them.
    public var byteCount: Int

    /// Collects the two.
    public init(owner: String, byteCount: Int) {
      self.owner = owner
      self.byteCount = byteCount
    }
  }

  /// The owners, largest parts of a model first as they are allocated.
  public var entries: [Entry]

  /// A plan of `entries`.
  public init(entries: [Entry]) { self.entries = entries }

  /// The same with `entries`; those of owners that are there already are added to theirs.
  func adding(_ entries: [Entry]) -> MemoryPlan {
    var sum = self
    for entry in entries {
      if let index = sum.entries.firstIndex(where: { $0.owner == entry.owner }) {
        sum.entries[index].byteCount += entry.byteCount
      } else {
        sum.entries.append(entry)
      }
    }
    return sum
  }

function remaining(deadline, now = Date.now()) {
  const seconds = Math.max(0, Math.floor((deadline - now) / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

for (const element of document.querySelectorAll("[data-deadline]")) {
  element.textContent = remaining(Number(element.dataset.deadline));
}

Student: How do I keep basil alive in the kitchen?
Teacher: To start your own indoor garden with basil, it's essential to care for the plant properly and make sure to keep it thriving. Here's how to do it:

1. Start your basil indoors: basil can only survive in indoor temperatures. You can keep them indoors as early as March. You can grow them from seed but it's a bit more complicated.

2. Choose the right plants: basil prefers proper watering. The most important thing you need is one of the most popular basil varieties, "Tempura" in particular. You can grow it with the help of a pest control method.
Student: Does it need more water in winter?
Teacher: The optimal time for growing basil is in late winter, around December. The reason is that with the low heat, the plant will be less able to survive. Since you can't get water in winter, the best way to grow your basil is to grow them from seed, or use a heat treatment.

4. Planting the basil: the best way to plant basil is using a heat treatment. This is a vinegar that is added to the soil. The basil leaves will be able to survive in the heat.

5. During the summer: while basil is the most common basil you can grow, you can also grow it during the summer.

The history of the bicycle is steeped in history, tracing its origins to ancient civilizations where people harnessed their wits to achieve transportation. The wheel itself, invented by Karl Benz in 1885, was conceived as a lever for shifting weight. The first practical design was developed by inventor Abraham von Buerz in 1790. The first bicycles, though crude, had only two wheels, limited their use.

The first record for the first bicycle was built in 1885 by the contraption of Count Ferdinand von Bürhalt, who successfully used a 6-wheel bicycle. It was designed by Benoette and other French inventors. However, it was later replaced by earlier designs, especially by Karl Benz, which laid the foundation of modern design.

Over the decades, various bicycle designs, including the Gottlieb and the Benz design, were produced, and they have evolved further with the development of various bicycle designs, including wheelchairs. The Gottlieb design was replaced by the Gottlieb Design, which consisted of two wheels with a single chain and a seat.

Shopping for Saturday
- flour, 2 kg, the dark one
- yeast, fresh if they have it
- butter, eggs (12), a lemon
- string for the parcels
- light bulbs, E14, two
- ask about the key

At the Bella Vita in Leocali, a bakery in the heart of the city, the 2014 Roma dei La Dottieri offered a prestigious prize to the top local bakeries in Italy. The Italian competition was particularly notable because of the Roma dei La Dottieri, a French bakery in Milan, which won a regional prize in 2014.

The Roma dei La Dottieri took the lead in the market, with 24,000 pounds of product and a profit of 35 euros. They quickly built a reputation as a high-end bakery in Italy. They then promoted their products globally, and they reached a record of 230 locations in 14 markets.

The bakery was awarded 50 euros for their exceptional baked goods, and the Roma dei La Dottieri also presented a new prize, the Roma dei La Dottieri, for their European achievements. The Roma dei La Dottieri's promotion of their products across the globe was a testament to the power of cultural difference and Italian business. They vowed to continue this tradition and win the most recent regional prize.

NINA: You said you'd bring the ladder.
PAUL: I said I'd ask about the ladder.
NINA: And?
PAUL: And I asked. It's at my cousin's, under a tarpaulin, under a boat.
NINA: Then how do we get the kite off the roof?
PAUL: The same way it got up there. We wait for wind.

Beekeeping is the maintenance of colonies of bees. It has been practised since the 1980s by beekeepers, in which they do not eat. The colony has to be kept alive so that it can reproduce. To achieve this, they have to build a new nest every spring. In the original colony, it is only after the colony has produced an additional brood, that the workers can continue to pollinate the plants. But for the colony that produces only one queen bee, the entire process takes 23 days. And the queen is a part of the colony.

There are no legends that talk about bees being born, but the legend of the legend says that there are bees who are born, but they never leave the hive. For that reason, they are called the "mystical bees". And there is one queen that can be found in this kind of a hive.

In our country, there is a legend that says that a bee can never be born. The legend goes as follows: You put a stitch of gold in a bee's foot. But you are said to have a king that is born, but you never leave the hive.

| month    | rain, mm | sunny hours | first frost |
| -------- | -------: | ----------: | ----------- |
| August   |       61 |         214 | -           |
| October  |       88 |         109 | 23rd        |
| December |      104 |          41 | 2nd         |
| February |       57 |          83 | 1st         |

The wettest month had two and a half times the rain of the driest one that was measured in between, and less than a fifth of August's sun.

| instructions a weight and token | neon | neon_dotprod | neon_i8mm |
| --- | --- | --- | --- |
| int4, 1 token | 0.288 | 0.196 | 0.196 |
| int4, 2 tokens | 0.273 | 0.168 | 0.168 |
| int4, 3 tokens | 0.255 | 0.150 | 0.150 |
| int4, 4 tokens | 0.246 | 0.140 | 0.140 |
| int4, 16 tokens | 0.211 | 0.116 | 0.095 |
| int4, 32 tokens | 0.207 | 0.112 | 0.088 |
| int4, 64 tokens | 0.205 | 0.110 | 0.085 |
| int8, 1 token | 0.270 | 0.131 | 0.131 |
| int8, 3 tokens | 0.277 | 0.125 | 0.125 |
| int8, 4 tokens | 0.273 | 0.116 | 0.116 |
| int8, 16 tokens | 0.272 | 0.117 | 0.095 |

Their inner loops, by llvm-mca 19.1.7, without cache misses; a multiply-add for each of the tokens counts as a weight:

| core | kernels | weights | tokens | cycles a weight | instructions a weight |
| --- | --- | --- | --- | --- | --- |
| cortex-a72 | neon | int4 | 1 | **0.155** | 0.283 |
| cortex-a53 | neon | int4 | 1 | **0.445** | 0.283 |
| cortex-a72 | neon | int8 | 1 | **0.163** | 0.266 |
| cortex-a53 | neon | int8 | 1 | **0.535** | 0.266 |
| cortex-a72 | neon | int4 | 8 | **0.142** | 0.200 |
| cortex-a53 | neon | int4 | 8 | **0.405** | 0.200 |
| cortex-a72 | neon | int8 | 8 | **0.151** | 0.261 |
| cortex-a53 | neon | int8 | 8 | **0.608** | 0.261 |
| neoverse-n1 | neon_dotprod | int4 | 1 | **0.094** | 0.191 |
| cortex-a55 | neon_dotprod | int4 | 1 | **0.287** | 0.191 |
| neoverse-n1 | neon_dotprod | int8 | 1 | **0.060** | 0.127 |
| cortex-a55 | neon_dotprod | int8 | 1 | **0.275** | 0.127 |

In an essay about music, let's delve into the profound impact of music on human memories. Music, with its rich sonic tapestry and intricate storytelling, has been woven into the fabric of human civilization for thousands of years. The way music allows for the intimate connection between the human brain and the imagination, echoing the deep connection between the soul and the brain.

One of the most significant ways that music helps people to remember is through music therapy. Music has been used for many years to help people with various mental health disorders, as well as to improve emotional well-being. Music has been proven to be effective in treating depression and anxiety disorders. When it comes to music therapy, researchers have conducted experiments, where they used music to help people with mental health issues. In one example, a group of researchers used music to help people with autism, a condition that causes abnormal social interactions and behavior. They used music to treat the condition in 2013.

Music has been used in a variety of other ways, but where music really stands out is in music memory enhancement. Music can be used to help people with memory loss. Music can be used to treat memory loss.

// float32 to the compact formats of activations and of the key-value cache.
#include "../private/common.h"

static uint32_t largest_magnitude_bits(const float *src, size_t count) {
  uint32_t largest = 0;
  for (size_t i = 0; i < count; i++) {
    const uint32_t magnitude = swiftlet_bits(src[i]) & 0x7FFFFFFFu;
    if (magnitude > largest) largest = magnitude;
  }
  return largest;
}

void swiftlet_quantize_qsi8d_f32_scalar(int8_t *codes, float *scales, int32_t *negative_sums,
                                        size_t token_stride, const float *src, size_t count,
                                        size_t padded_count) {
  for (size_t group = 0; group < padded_count / SWIFTLET_TILE_COLUMNS; group++) {
    const size_t begin = group * SWIFTLET_TILE_COLUMNS, slot = group * token_stride;
    const size_t left = begin < count ? count - begin : 0;
    const size_t n = left < SWIFTLET_TILE_COLUMNS ? left : SWIFTLET_TILE_COLUMNS;
    int8_t *dst = codes + slot * SWIFTLET_TILE_COLUMNS;
    memset(dst, 0, SWIFTLET_TILE_COLUMNS);
    negative_sums[slot] = 0;
    const float m = swiftlet_from_bits(largest_magnitude_bits(src + begin, n));
    if (swiftlet_bits(m) >= 0x7F800000u) {
      scales[slot] = swiftlet_from_bits(SWIFTLET_NAN_BITS);
    } else if (m < SWIFTLET_SMALLEST_MAGNITUDE) {
      scales[slot] = 0;
    } else {
      scales[slot] = m / 127.0f;
      const float inverse = 127.0f / m;
      for (size_t i = 0; i < n; i++) {

De brug gaat open als er een schip komt, en er komt altijd een schip als je haast hebt. Mijn buurman heeft daarom een stoel op zijn fiets gebonden. Hij zit dan in de zon, leest de krant, en is de enige die niet klaagt.

User: How do I write a good headline?
Assistant: Crafting a compelling headline is a delicate art of crafting a title that accurately represents your content and resonates with your target audience. A good headline should:

Be attention-grabbing without being too obvious
Set clear goals or objective
Be concise and to the point
Demonstrate your content's purpose or value
Focus on the purpose of your content

To achieve this, it's essential to mix and match various techniques to create a headline that will grab your readers' attention without appearing too inscrutable.
User: Write one about a lost dog that came home.
Assistant: "The lost and found: A tale of laughter and redemption"

This headline has a clear purpose and purpose within the context of the story of the dog. It's concise, specific, and engaging, conveying the idea of finding a lost and determined companion.

Note that this headline doesn't necessarily involve a literal portrayal of a lost and found dog, but rather a narrative that allows readers to connect with the story. It's a story of redemption and the power of perseverance, all with a beautifully crafted headline.

To start setting up an aquarium for the first time, you'll need to create a few key pieces of equipment. First, you'll need a tank, usually a large plastic or glass container with a bottom hole. This is your tank and the foundation of your aquarium. Next, you'll need a variety of feeding options, which can include commercially available fish food, shrimp, and other aquatic animals that can survive in your tank.

You'll also need a few basic supplies, including a container for the tank, a heater to regulate your aquarium's temperature, and a few accessories like a filter, a heater, and some treats. You'll also need a few items you can usually find at the pet store, such as a filter, a heater, and a heater or a cage for your tank. You'll also need a glass or plastic container, a heater, and some supplies to ensure your aquarium is safe.

Including a few things you can buy at the pet store is a good idea, such as a heater, a filter, and a small fish to keep, a few treats, and a large container or tank for your aquarium. This should cover all the essentials.

#if canImport(Glibc)
  \###u{69}mport Glibc
#elseif canImport(Musl)
  \###u{69}mport Musl
#endif

/// The folder that tokenizer files are read from, with limits on their sizes.
struct SourceFolder {
  let path: String

  /// The path of `name` in the folder.
  func path(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

  /// Whether the folder has something under `name`.
  func has(_ name: String) -> Bool {
    guard !path.utf8.contains(0) else { return false }
    return unsafe access(path(name), F_OK) == 0
  }

  /// The contents of `name`; nil if the folder does not have it.
  ///
  /// - Throws: `TokenizerError.notReadable` or `.limitExceeded`.
  func bytes(_ name: String, limit: Int) throws(TokenizerError) -> [UInt8]? {
    guard has(name) else { return nil }
    do throws(ByteSourceError) {
      let source = try FileByteSource(path: path(name))
      if source.byteCount <= limit { return try source.bytes(at: 0, count: source.byteCount) }
    } catch {
      throw .notReadable(error.fault)
    }
    throw .limitExceeded(
      InputFault(
        file: path(name), place: "", expected: "at most \(limit) bytes", found: "more"))
  }

From a manual: Press and hold the round key for three seconds until the lamp turns green. If it blinks, release the key, wait until it stops, and try again. The device remembers the last eight programs. To delete one, turn the dial to its number (1 to 8) and press the round key and the arrow together. WARNING: the plate stays hot for up to 15 minutes after the lamp has gone out. Do not cover the slots at the back.

As she picked up the radio in her grandmother's old house, the first thing that struck her mind was the familiar sound of a worn-out device. She had always loved music, but she was no longer there to play it, as the radio had been left untouched by the family's passing.

The radio had been her mother's faithful companion, and her grandmother had often made the repairs. She had done them with a lot of love, and in doing so, she had become her own creation. The grandmother had eventually sold the radio and decided to put it to good use, and now it was her home.

As she sat there, listening to the radio's soft hum, she began to play. She had been preparing for a long time, but nothing could prepare her for the kind of love that had been poured into this gift. She took a moment to look around her home, and in the depths of the old wooden cottage, she saw the great outdoors, where she had always dreamed of flying.

The grandmother had told her that she had been chosen to represent the country, and she had been working to bring her dream to life.

Chess is a game for two players on a board of sixty-four squares. Each player has a single piece, which is an unmarked piece, including the queen and the king. In a game of chess, a player's turn begins when a king is on the board. In this game, the queen is the "lady of the game," and the king is the "lord of the game."

The game continues with each piece and set in reverse. The pieces move in a specific sequence, which is a chess piece's piece movements. This can be achieved by simply using different colors or symbols to color-code the pieces.

The game also has a "game over" to the player who's eliminated. In a game of chess, it's impossible to win, but the game is considered a draw in the game's logic. In a game of chess, it's a "trophy" that is won by a chess player who holds the highest total sum. In a game of chess, it is considered a "lady of the game."

The game is played with a piece called a "pawn." A pawn is a small piece, and it is the only piece in the game. The pieces are numbered 1 through 6, but the king is numbered 1.

The winter so far has been the mildest in a decade, farmers say. In the orchards, they've had to adapt.

Cars arrived on the streets last night. They had to drive to the front. It was a huge invasion of their own time, I suppose. They've lost a good part of their economy, it seems.

The train was so big, it was like they lost their whole lives. I've seen them gone. The last time I saw them was last Sunday. I saw them on the train. It was a Christmas Eve, I don't know, I don't even know when it was. But they'd never forgotten it.

It's the thing that makes them, they have to adapt, they have to adapt. It's their way. But it's also their way to stay alive. And I'm not sure about any of it. They've lost a lot.

They're so used to life, it's almost normal. I never thought it was normal, but it is. And I'm still trying to understand it.

Someone said it's a Christmas for them, I suppose. I'll tell you what. It's a Christmas for them. A Christmas in all its ways.

Q: How do ships know where they are?
A: Ships navigate using a combination of GPS technology and the stars. Satellites orbiting the Earth communicate with these orbiting satellites, which are designed to provide a 24-hour map of the Earth's atmosphere. When a ship is moving, it can adjust its location by reflecting the signal off the atmosphere, allowing it to remain in orbit. However, when the ship is not in motion, it relies solely on these signals to find its own direction.

Ships also use constellations, which are regions of the sky with specific brightness patterns, often in the constellation of Orion.
Q: And before there were satellites?
A: Before the advent of satellites, ships relied on a network of pre-landed ships, each with its own GPS signal. These pre-landed ships carried navigation and control systems, which included computers and GPS equipment. These pre-landed ships would be stuck in place, which allowed ships to move and navigate without being controlled by satellites.

The first GPS satellites to reach Earth were launched in the early 1960s, and these satellites were designed to keep track of the world's position and transmit this information to a device, which was a radio transmitter.

What weighs more at the end of the day, the bucket or the water? The bucket, says the well, for I take the water back. The water, says the garden, for I keep it. It depends, says the arm.

## The file as a whole

```
0              header, 128 bytes
128            record 0: its frames one after the other
align(end)     record 1
...
align(end)     directory
               end of file
```

- Record 0 starts at 128. Every further record, and then the directory, starts at `align(e)`, where `e` is the end of the
  stored bytes of the record before it. So there is exactly one place for each. Without records the directory is at 128.
- Bytes between the end of a record and the next start are padding. A writer MUST write zeros there; a reader that
  verifies the whole file MUST check them.
- The directory ends exactly where the file ends.
- Records are in execution order: first the metadata, then the tensors in the order in which a token passes through them,
  so that a model which does not fit into memory is streamed by reading forward.

Why 64: it is the alignment of the planes inside a record, a cache line and the widest vector, so a record read as a
block (or mapped) is aligned for the kernels. A page (4096) would serve unbuffered reads, but those cover whole layers,
which are contiguous; rounding one read outwards to blocks costs less than a page at either end, while padding each of
some three hundred records would cost half a page each in every file.

User: I wrote a loop that should print the numbers from 1 to 10, and it stops at 9. Here it is: `for i in range(1, 10): print(i)`.
Assistant: `range` leaves out its second bound, so `range(1, 10)` ends with 9. Write `range(1, 11)`.
User: Why is it made like that?
Assistant: Because then `range(a, b)` has `b - a` elements, and two ranges that meet at a bound, such as `range(0, 5)` and `range(5, 10)`, share no element and leave none out.

Living in a city can be a double-edged sword, offering immense opportunities for personal growth and social change. However, it can also be a daunting task that requires a significant amount of self-reflection. In a country setting, the emphasis on personal freedom and autonomy might be overlooked. This contrasts with the emphasis placed on personal boundaries, self-reliance, and interdependence.

In a city, the concept of personal boundaries can be stretched to a range of situations. This is particularly true when it comes to social interactions. In a city setting, people can socialize more easily with ease and less often need to take time to think about their personal relationships. This could be considered a double-edged sword, as it also means that people can be more adaptable and flexible.

People can also have multiple life choices to make, which can be handled and taken care of. In a city setting, people are often given more options to make decisions about their daily lives, and this can be a double-edged sword. In a city setting, people may have more freedom to choose how they want to spend their time.

Weather, told by four people. The pilot: broken cloud at three thousand feet, wind from two hundred and forty degrees at eighteen knots, visibility ten kilometres or more. The gardener: it will do until evening, but I would not hang out sheets. The child: there is a whale, and behind it a smaller whale. The baker: what weather?

As I stepped out of the bus, the sky was a brilliant canvas of orange and pink, with the familiar comfort of being outside. I was a carabenite, a majestic creature of the sea. I reached the bus stop, and I had to say, it was a beautiful thing.

I remember it well. I had just arrived in New Zealand, and I was in the middle of a dream, I think. I had just been in a place that felt different to me. I was a carabenite, walking into the world I had never known. It was a great dream.

I walked up the aisles of the bus and I took a seat by myself. I had never been anywhere before. I had been walking everywhere, but now I was sitting here in the bus.

I watched the people, they looked like they could talk to me. I watched the people watching me. I watched them watching me. I watched me watching me.

I looked at my friend, and I said, "I'm so sorry, I'm so sorry, that you're going through a big change. I don't know what you're going through."

A good neighbour is more than just a friendly acquaintance who feels sorry for their neighbors. They are a group of people who are built on a collective identity, a sense of community and belonging. They share a deep affection and a desire to improve the lives of others, even if those others aren't their neighbors.

In many cultures, it's not just being a neighbor that makes you a good neighbour. It's about being a good steward to those around you. It starts with small acts of kindness and generosity. It's about supporting those who are poor, who face hardships, who are not used to the rules of society. It's about creating a sense of community and belonging in your own neighborhood.

A good neighbour is not just anyone who is on the outside looking in. They are someone who puts the needs of others before their own. They have a strong sense of empathy, who values the well-being of others and is willing to do anything to help those around them.

They're not just people who can help, they're people who make a difference. They inspire others to do the same, who become inspired to be better people. They inspire others to do the same.

Subject: Moving the reading group

Dear all,

the small hall is being painted in the second week of March, so we would meet in the kitchen of the parish house instead, at the usual time. There are nine chairs; whoever comes tenth brings one. We are on chapter six. Please do not read ahead, Johanna wants to see our faces.

Two practical matters. The heating there needs an hour, so I shall be early, and would be glad of company. And somebody left a grey umbrella with a wooden handle in February. It is a good one.

Until then, with kind regards
Ottilie

Visitor: How is cheese made?
Guide: Cheese making is a complex process that involves a blend of art and science. It's a delicate balance of techniques that requires great precision, patience, and attention to detail.

The process begins with a combination of fermentation, aging, and aging. Fermentation, in the cheesemaking context, is the aging phase where cheese is exposed to lactic acid, which gives it its tangy flavor and texture. The cheese is then aged for an extended period, typically 2-3 years, to achieve its unique flavor and color.

To create the cheese, a combination of fermentation, aging, and aging techniques are used.
Visitor: Why do some cheeses have holes?
Guide: The reason for the holes in cheese is largely a historical one. Over time, as people aged, they aged their cheese in a process called "curing," where the cheese was exposed to a combination of brine and whey. The aging process, known as "curing," added more brine and whey, which were removed in a traditional manner, making the cheese of its age.

The process of curing is quite different from aging and involves a different type of cheese-making.

Ava Al-Amir, a senior operations manager at the new ATSJB-LN rail line, has just returned from a visit to the Soharimunem construction site in Manchester. After a grueling 30 days in the field, he is in no doubt about the importance of his mission.

Ava is the Executive Director of the State of Bangladesh and has a personal stake in the development of the railway line. He is now involved in the re-opening of the ATSJB-LN rail line.

Ava is expected to be working alongside the latest team at ATSJB-LN and is already preparing to tackle a team of construction workers at the construction site. He will be in charge of the ATSJB-LN rail line and has outlined a new plan to improve the performance of the line.

Ava is also working on a new project related to the construction of the railway line and will be working with the construction team to improve the safety of the section of the railway line that runs under the dam.

extension BoardProfile {
  /// What a piece of work takes by the model `P_idle * t + a * instructions + b * DRAM bytes`.
  public struct Energy: Equatable, Sendable {
    /// Joules that the board takes in that time when nothing runs.
    public let idle: Estimate
    /// Joules of the instructions.
    public let instructions: Estimate
    /// Joules of the bytes from and to memory.
    public let memory: Estimate

    /// Joules in all.
    public var total: Estimate { idle + instructions + memory }
    /// Joules beyond what the board takes when nothing runs.
    public var aboveIdle: Estimate { instructions + memory }
  }

  /// Joules of a piece of work.
  ///
  /// - Parameters:
  ///   - seconds: how long it takes.
  ///   - instructionCount: instructions that it executes, on all cores together.
  ///   - dramByteCount: bytes that it reads from memory and writes there, what caches serve left out.
  /// - Returns: the three parts.
  public func energy(seconds: Estimate, instructionCount: Estimate, dramByteCount: Estimate)
    -> Energy
  {
    Energy(
      idle: idlePower.estimate * seconds,
      instructions: joulesPerInstruction.estimate * instructionCount,
      memory: joulesPerDRAMByte.estimate * dramByteCount)
  }
}

The case for learning to cook is not about money. It is about having fun and trying something new. There are always plenty of ways to make money, but the most enjoyable ones are always where there's a little bit of fun. So, here's a really good idea: learn to cook, and learn to eat.

By learning to cook, you'd start by having the most amazing resources. You'd learn to make a wide variety of food, and you'd learn to cook in a way that is totally exciting and exciting. And, it's also a great way to practice your love of food. When you're cooking, you're cooking. It's like a magic meal. When you're eating, you're eating. And, that's what it is.

So, the next thing I think about is learning how to eat. I think that's a very scary thing. I think that's one of the most scary things about the whole world. It's like the biggest horror you've ever seen. The biggest horror you've ever seen is eating. It's something you can never stop, that's what it is. And, eating is something you cannot stop. You can't stop eating. You're eating. It's as simple as that.

Student: I cannot sleep well. What might help?
Teacher: Aware of the importance of sleep? Sleep is indeed essential for our physical and mental well-being. Sometimes, just having a glass of water before bed can help.
Student: Is it bad to read in bed?
Teacher: The notion that reading in bed can be bad for your health is a common misconception. While the act of reading can be enjoyable and even therapeutic, excessive reading can be detrimental to your mental and emotional well-being. Reading about complex topics like science can be just as beneficial as reading about other things.

The seasons are not caused by our distance from the sun. Instead, they're influenced by the position of the Earth in its orbit around the sun. This change is a result of the gravitational pull of the Moon.

def alternatives(words) -> str:
    return "|".join(sorted(words, key=len, reverse=True))

SUFFIX = "|".join(
    engine + (f"(?:_(?:{alternatives(features)}))?" if features else "")
    for engine, features in ENGINES.items())
NAME = re.compile(
    rf"swiftlet_({alternatives(OPERATIONS)})((?:_(?:{alternatives(TYPES)})){{1,3}})"
    rf"(?:_\d+x\d+)?_({SUFFIX})")
FILE = re.compile(rf"([a-z0-9_]+?)_({SUFFIX})\.c")
# A function definition with external linkage, at the start of a line.
DEFINITION = re.compile(r"^(?!static\b|typedef\b)[a-z][\w \t\*]*?\b(swiftlet_\w+)\s*\(", re.MULTILINE)

def is_registered(name: str, suffix: str, catalogue: str) -> bool:
    """Whether the catalogue names the kernel, itself or through a macro over the engine."""
    stem = name.removesuffix(suffix)
    return bool(re.search(rf"\b{name}\b", catalogue)) or (
        f"{stem}##engine" in catalogue and f"KERNELS({suffix})" in catalogue)

def check_file(path: str, text: str, catalogue: str) -> list:
    """Faults of the C file `path` (relative to the target); `catalogue` lists every kernel."""
    faults = []
    parts = path.split("/")
    match = FILE.fullmatch(parts[-1])
    if match and parts[0] != match.group(1):
        faults.append(f"{path}: belongs into the folder {match.group(1)}")
    for name in DEFINITION.findall(text):
        if name in OTHERS:
            continue
        parsed = NAME.fullmatch(name)
        if not parsed:

Winter light

The kettle hums before the day begins,
a window draws its square upon the floor,
and snow, that spent the night on roofs and tins,
slides down to close the other half of door.

Somebody shovels. Somebody says: more.
A gate complains about its frozen pins.
What yesterday was path is now a shore,
and where it ends, the quiet part begins.

A word on units. A kilobyte is a thousand bytes and a kibibyte 1024; a megabyte is a million and a mebibyte 1,048,576. The difference is 2.4 % for the small ones and 4.9 % for the next, and it grows by about 2.4 points with each step. So a disk that is sold with 2 TB shows as 1.82 TiB, and nothing is missing. Rates of transmission are another matter again, since they count bits: 100 Mbit/s are 12.5 MB/s at best, and with headers and pauses rather 11.

The sailing boat's ability to move against the wind is a unique phenomenon that occurs in different regions and on various aircraft. When the sail is on, the boat is deflecting the wind away from its direction, and the sail can move in the direction of the wind. The sail is essentially pushing the wind away from the ship. However, when the sail is in the opposite direction, or in a position that is perpendicular to the wind, the boat can still move. This movement is known as counterbalancing.

In a sailing boat, the sails are a type of sail that is designed to allow the boat to move against the wind. When the wind blows, it creates a moment of acceleration on the sail, which is used to propel the boat forward. The sail is designed to counteract this moment of acceleration, creating a smooth motion.

The movement of the sail is also known as counterbalancing, which is a fundamental concept in sailing that applies to many different types of systems.

In addition to the sail, the sail can also move against the wind through counterbalancing, which is similar to counterbalancing a plane.

Q: I would like to start running. Where do I begin?
A: The journey of a life-long runner can be unforgiving, but it's also a testament to the endless possibilities. You don't have to start from scratch, but rather, you can begin by starting small. Reach out to a running buddy or find a local running enthusiast online, maybe meet up at a local gym or explore local running events. This is a chance to connect with someone who is already running.

The first thing to do is to listen. Don't just listen, but take the time to understand what you're doing. Read everything you can find on running, and read books on it.
Q: How often should I rest?
A: Rest is indeed a crucial aspect of any activity. Your body requires a certain amount of recovery to perform at its best. Aiming for a minimum of 2-3 days of sleep per week can help improve your overall well-being and support your recovery.

It's not about neglecting the importance of rest, but rather understanding that your body has a limited capacity to recover. You want to allow your body to rest and recover, not more. This means making rest a non-negotiable part of your lifestyle, and it's even more important for you to prioritize it.

The railway reached the valley late, and when it came to reaching the height of 12,219ft that evening the building ceased operations. For the first 24 hours the train operated as normal, with the first unoccupied carriages of the first class on the track as soon as they arrived and the rest of the carriages could be empty until the carriage that never left was given a new capacity of 2 carriages.

It was decided to turn the service off, to a nearby train which would continue the journey to another station. However, there was no alternative for a certain period of time to allow the operation of the first class, to keep the service on.

In 1832, a man named Sir Hubert Parry, who was a well-known British railway engineer, sent a message to the Big Ben on the bridge that the Big Ben was set to a new location which was not familiar to the people of London, who had been told that it was a building.

He died at the time and the building was declared to be an experiment.

He said: "I was told that I had worked as an engineer on a railway, and I am not sure if I am wrong.

The computer's processor, also known as the Central Processing Unit (CPU) is the brain of the computer, responsible for executing instructions and controlling hardware. When a program is executed, the computer's processor translates the code into binary code that the CPU can understand. This code is made up of individual processing instructions that the CPU can execute.

The processor processes the binary code, which is stored on a memory device, and performs calculations to execute the program. The CPU can execute instructions from memory, which is a type of processor called a computer's processor. The results of these instructions are then sent to the CPU to execute the instructions and perform any necessary calculations.

When the CPU encounters an instruction that requires an action, it performs that action by executing the program itself. This process is repeated multiple times, until the program is completed. During these operations, the CPU can also hold temporary variables, which are used to keep track of data and memory operations.

The processor also manages various types of data, including memory, which is stored on memory devices. It handles data that is stored in memory, which is a fundamental type of processor that can process and manipulate it seamlessly.

Three ways to fold a letter: in half and half again, if the envelope is small and square; in thirds, if it is long; and not at all, if you mean to deliver it by hand and want to see it read.

User: Why do leaves change their colour in autumn?
Assistant: Atmospheric changes play a crucial role in Autumn, specifically in the leaves. During Autumn, the process of photosynthesis is slowed down as the days shorten, and the leaves' metabolic processes slow down as well. This is known as "autumn leafing out" in Autumn, as the leaves undergo a process called senescence.

As the days get shorter, the leaves don't need as much energy for photosynthesis as they once did. This is because the Earth is getting older, and the process of aging is on hold. This leaves leaves green, as they can regenerate from their own cells.
User: What happens to them on the ground?
Assistant: When leaves shed their green color in Autumn, the process of photosynthesis is slowed down as well. The process of cell rejuvenation takes place. The leaves release enzymes that help regenerate themselves. This is why the leaves are green and regenerate from their own cells.

However, in the ground, the process of photosynthesis can still take place. The process of cells recycling and re-cloning occurs in the soil, and the process can continue. This is known as "fungiogenesis."

In addition to the re-cloning, there is another process called "cellular regeneration." This is where the leaves regenerate from their own cells.

internal \###u{69}mport CSwiftletSystem

/// The instruction-set features that the running CPU and its kernel offer.
public struct CPUFeatures: OptionSet, Sendable {
  /// The bits of `swiftlet_cpu_features`.
  public let rawValue: UInt32
  /// Wraps the bits of `swiftlet_cpu_features`.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Advanced SIMD, on every aarch64 core that Linux supports.
  public static let neon = CPUFeatures(rawValue: 1 << 0)
  /// `sdot`/`udot` (Cortex-A76 and later).
  public static let dotprod = CPUFeatures(rawValue: 1 << 1)
  /// `smmla` (Armv8.6).
  public static let i8mm = CPUFeatures(rawValue: 1 << 2)
  /// AVX2 together with FMA and F16C.
  public static let avx2 = CPUFeatures(rawValue: 1 << 8)
  /// VNNI in its VEX encoding.
  public static let avxVNNI = CPUFeatures(rawValue: 1 << 9)
  /// AVX-512 F, BW, DQ and VL together.
  public static let avx512 = CPUFeatures(rawValue: 1 << 10)
  /// AVX-512 VNNI.
  public static let avx512VNNI = CPUFeatures(rawValue: 1 << 11)

The water purification process is a vital part of the global water cycle, and it's a complex process that involves various stages. A city's water supply comes in two primary forms: from its source – a natural water body like a river or a lake – and from human sources.

The water from a natural source is usually a combination of evaporation, natural filtration systems, and the natural water cycle's purification processes. The water from the natural source is collected and treated before being brought to a city's water supply. However, this process can be inefficient, as only a small portion of the water is being treated.

The process of removing the additional water from the city's water supply is known as desalination, and the amount required to meet global demand is constantly increasing. This process can be done in a controlled environment, such as a desalination plant, and it is a crucial part of the water purification process.

To make a city's water supply more sustainable, the water purification process is divided into several stages, which include, for example, filtration, treatment, treatment, and finally, reuse. This process allows the water to be used again, without having to extract or conserve the water from the natural source.

The telescope is a device that takes in light and uses it to create a magnified image. When light passes through a telescope, it has its own unique perspective. Since light travels at a speed of approximately 299,795,630 meters per second (about 2.828 light years per minute), it takes time to cross the Earth's atmosphere and reach our planet. This enormous distance takes a fraction of a second to reach our eyes, but the telescope uses a process called diffraction optics to create a magnified image.

The telescope works by reflecting a beam of light off of a mirror and onto a transparent material called a lens. This lens can magnify the image of the telescope by a factor of 10,000, which means that the image appears to be magnified by a factor of 10. This process is called diffraction optics, and it's what allows the telescope to create a clear image of distant objects.

The image is made of a light ray that travels from the telescope to the observer, and from there it is reflected back to the telescope, creating a magnified image. This is what makes the telescope's distant objects appear as close as they do.

// Reading around the page cache, and asking what is in it.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "swiftlet_system.h"

// The system's headers are often older than its kernel. One number on all architectures.
#ifndef SYS_cachestat
#define SYS_cachestat 451
#endif

int swiftlet_reopen_direct(int descriptor) {
  char path[64];
  // By descriptor, so that it is the same file even if the name leads elsewhere by now.
  snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
  return open(path, O_RDONLY | O_CLOEXEC | O_DIRECT);
}

int64_t swiftlet_cached_byte_count(int descriptor, uint64_t offset, uint64_t count) {
  struct {
    uint64_t offset, length;
  } range = {offset, count};
  struct {
    uint64_t cached, dirty, writeback, evicted, recently_evicted;
  } pages;
  if (syscall(SYS_cachestat, (unsigned)descriptor, &range, &pages, 0u) != 0) return -1;
  return (int64_t)(pages.cached * (uint64_t)sysconf(_SC_PAGESIZE));
}

Rules for the chess club's clock: whoever arrives late loses the minutes, not the game. A move is made when the hand has left the piece. The clock is pressed with the hand that moved. If both flags have fallen and nobody can say which was first, the game is drawn and the players make the tea.

To paint the wall of a room, start by selecting a suitable color and then measure the room's dimensions. For the wall, use a combination of acrylics and acrylic paint. The most popular choice is to use medium-weight acrylics. For the canvas, you can use a flexible canvas or canvas made of durable materials like foam.

First, choose a piece of paper that will hold your chosen acrylics. You might use a large sheet of paper, but it can be even more effective to use a smaller piece of paper. Make sure the paper is clean, smooth, and even. You might want to use a double-sided tape to ensure there's no unwanted residue.

Using a roller, begin creating a multi-layer layer of acrylics. Start with a thin layer of the paper and press it down so that it resembles a watercolor. You can cover the entire wall with layers of this layer, going deeper to cover the entire room. This process is called layering, but instead of just a few, you're layering over the entire wall.

Using a roller, add more layers of this acrylic layer until you've reached the top.

# How we label boxes

Every box gets a **room**, a *number* and one word of content. So `kitchen 4: pans`, never `misc`.

1. Heavy things go into small boxes.
2. What is needed on the first evening goes into the red one:
   - kettle, cups, a knife
   - sheets
   - the lamp, *with* its bulb
3. Nothing is written on the lid, since the lid is what one stacks on.

> A box without a label is carried twice.

Imagine you're looking at a map, and you see two different maps. One map shows you the world in a very bright and shiny yellow color. The other map is a darker, muted shade of gray. This is an example of inflation. Inflation is when the value of money decreases over time, making goods and services less valuable to people.

Inflation can happen when there's a lot of money circulating in our economy, and it makes things get harder to buy. For example, when inflation is high, the value of money decreases, and people can't keep up with the rising price of goods. This can have serious effects, like making it more expensive for people to go to the grocery store.

Economists call inflation a "monetary phenomenon" because it's caused by the way money is created. This affects all of us, not just the ones who make money. Imagine you're a bank, and you're like a big shop owner, managing money in your own country. If you're making money, it's in the form of paper, but when you create money, it's in the form of paper and coins.

Visitor: Why do cats purr?
Guide: Cat purring is a fundamental instinct that has been passed down through the cat's ancestry and has evolved into a specialized form of vocal communication. Purring serves multiple purposes. It helps to comfort the cat's loved ones, promote comfort and relaxation for the feline's own sense of self. In many cultures, it is believed to be a sign of contentment and loyalty to its family. It is also a way for cats to convey affection and loyalty to their owners.
Visitor: And do big cats purr as well?
Guide: No, yes, cats can purr, but they do not purr as big cats do. However, some specialized feline breeds, such as the domestic lion and the tiger, do purr in their own unique way, albeit in a variety of languages, which are related to their evolutionary history.

The most notable example of this is the humpback gibbon. These animals, like other primates, have a distinct vocalization technique called "whisper." They use this technique to convey information to each other, particularly the male, which is their father. The female gibbon uses this method to communicate with the male's offspring.

If p then q. If q then not r. Suppose r. Then not q, by the second premise, and so not p, by the first. Therefore: if r, then not p. Nothing in this depends on what p, q and r say. With "it rains" for p, "the street is wet" for q and "the chalk drawing stays" for r, it is a remark about weather; with other words it is a remark about something else, and just as true.

As the ocean swells near, the tugboat, a sleek, old-fashioned ship with a battered wooden hull, sits at the bow of a massive vessel. The captain, a grizzled old sailor named Grimjack, stands at attention, his face etched with lines of weathered experience. Grimjack's crew is on high alert, as he stands at the helm, observing the ship's every move.

Grimjack's crew is the only one not on board, and they're all there for the reason: to keep the large vessel under control. Grimjack's a seasoned veteran who's been at the helm for many years, and he's got a keen eye for the ocean's delicate balance.

As the sun sets, the hull of the ship becomes a reflection of the sea's fury. The sails are spotted with the ocean, and Grimjack's crew sees a glimpse of the sea's own beautiful, almost imperceptible patterns. He leans in closer, his voice taking on a soothing, old-world tone.

Grimjack's a father figure to many on the ship, and he's seen many things.

Student: I have an interview tomorrow. What should I do tonight?
Teacher: You want to interview tomorrow? Well, I'll do just that. (EVERYTHING in my mind will be focused on preparation and my role as a Lumière boulanger. I'll make sure you know you're going to be in your hometown tomorrow, just for the interview. You've got this. And let me tell you, that's just the tip of the iceberg. You've got all day to prepare, and I'm not going to miss a beat. So, I'm going to get you set.

What do you say? Do you want to meet tomorrow?
Student: What could they ask me?
Teacher: (Glancing at the clock, I take a step closer to you. I whisper to you, "Just to make sure you have everything ready. You're supposed to be a bit of a night owl, right?" I make a bit of a joke in my voice.)

You're supposed to have everything ready, aren't you?

#define NAME_OF(contract) swiftlet_##contract##_avx2
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai4gp
#define TILE_BYTES SWIFTLET_INT4_TILE_BYTES
#define ZERO_POINT 8
#define CODE_BIAS 0

// A register each for 16-bit sums and for float sums, and room for what is loaded.
enum { TOKENS = 4 };

SWIFTLET_BEGIN_AVX2

#include "../private/dots_avx2.h"

// Products of two pairs go to one 16-bit lane in vpmaddubsw, and eight of those sums fit there:
// 8 x 2 x 15 x 127 = 30480 < 2^15.
INLINE void tile_dots(ints dots[TOKENS], const uint8_t *tile, const int8_t *x, size_t tokens) {
  __m256i sums[TOKENS];
#pragma unroll
  for (size_t t = 0; t < tokens; t++) sums[t] = _mm256_setzero_si256();
#pragma unroll
  for (size_t j = 0; j < 4; j++) {
    __m256i codes[2];
    load_nibbles(codes, tile + j * 64);
#pragma unroll
    for (size_t t = 0; t < tokens; t++) {
      int32_t four[2];
      memcpy(four, x + t * SWIFTLET_TILE_COLUMNS + 8 * j, 8);
      const __m256i products = _mm256_maddubs_epi16(codes[0], _mm256_set1_epi32(four[0]));
      sums[t] = _mm256_add_epi16(sums[t], products);
      sums[t] = _mm256_add_epi16(sums[t], _mm256_maddubs_epi16(codes[1], _mm256_set1_epi32(four[1])));
    }
  }
#pragma unroll
  for (size_t t = 0; t < tokens; t++) {
    dots[t] += (ints)_mm256_madd_epi16(sums[t], _mm256_set1_epi16(1));
  }
}

The Octopus is a complex and fascinating creature with a rich history and ecology. Octopods are cephalopods, which include the familiar groups of Snorkell and Dungeness, but they are actually a family of their own. They belong to the class Cephalopoda and the order Octopus. Octopuses are incredibly intelligent and can adapt to a wide range of environments. They are highly social animals that live in colonies and form complex societies. In the wild, they can be found in all oceans worldwide, but in captivity, they are also available in many species.

One of the most notable features of Octopods is their remarkable agility and the ability to change their shape to evade predators. They can also change their skin texture and skin color to blend in with their environment. They also have a complex sense of smell that is much more sensitive than that of other animals. They are able to smell their prey with their whiskers, which is an adaptation that allows them to locate and capture prey in a variety of environments.

The intelligence of Octopods is just incredible, with a brain that is the size of a dinner plate.

def xz(content: bytes) -> bytes:
    return lzma.compress(content, preset=9 | lzma.PRESET_EXTREME)

def gz(content: bytes, moment: int) -> bytes:
    return gzip.compress(content, mtime=moment)

def debian_package(control: dict, files: dict, moment: int) -> bytes:
    """A .deb: an `ar` archive of a version, the control files and the package's own, as deb(5) says."""
    members = [("debian-binary", b"2.0\n"), ("control.tar.xz", xz(tar(control, moment, "./"))),
               ("data.tar.xz", xz(tar(files, moment, "./")))]
    package = b"!<arch>\n"
    for name, content in members:
        # Name, moment, owner, group, mode, size, end of header; a member begins at an even place.
        package += f"{name:<16}{moment:<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n".encode()
        package += content + b"\n" * (len(content) % 2)
    return package

User: Can you explain what a prime number is?
Assistant: A prime number is a positive integer greater than 1 that cannot be divided evenly by any positive integer other than 1 and itself. In other words, 2^n + 1 is a prime number, as it cannot be expressed as a product of powers of integers.

For example, 2, 3, 5, and 7 are all prime numbers. This concept applies to all integers greater than 1, including numbers like 1, 0, and 2.
User: Is one a prime number?
Assistant: One of the greatest mysteries of mathematics. A prime number is indeed one of the first two prime numbers, although they are not necessarily unique. In other words, 1 is neither prime nor composite.

Composite numbers, such as 2 and 3, can be calculated using the formula 2 * 2 * 3 = 60. However, there are other composite numbers, such as 4, 5, 6, and 7, but these are not prime numbers.

Wolves live in packs, which are usually 3 to 5 wolves and their pack. This doesn't mean they're all together in a single location, but rather they're a solitary pack with their pack. This species is nomadic and moves between pack to pack.

I've done a lot to identify the Lopu as a wolf, but I've also taken steps to increase my chances of detecting them. My teams of 4 have been able to track and track them down to a nearby town, where a team of 5 were able to find them and return to their pack.

So, to answer the question: What is the Lopu?

[server]
address = "127.0.0.1"
port = 8080
threads = 4
log = { level = "info", colour = false }

[limits]
requests_per_minute = 120
largest_body = "2 MiB"
# Slow clients are cut off after this many seconds.
timeout = 15

Tea is a drink made from the leaves of the Camellia sinensis plant, specifically designed to purify the blood and leave the drinker's appearance intact. They are often used as a spiritual and spiritual elixir in various cultures, particularly in the Islamic tradition.

Na praça da aldeia há um relógio que anda cinco minutos adiantado. Ninguém o corrige: dizem que assim se chega sempre a tempo. Só o padeiro tem outro relógio, mas esse atrasa dez.

While exploring the realm of creative writing, I often find myself drawn to the art of crafting reenactments that not only bring joy to others but also provide a unique perspective. It's a niche that has captivated me over the years, particularly when it comes to the craft of repairing things. I believe that in this era, there is a growing emphasis on experiential storytelling, and the art of creating immersive experiences through various forms of recreation, such as reenactments.

In my experience, the art of reenactments is no exception. It's a practical aspect that many people are eager to embrace, and I see a great potential in this field. I've spent several years developing a craft that involves creating reenactments for various purposes, from fashion and decoration to entertainment.

I believe that the art of reenactments is not just limited to the traditional film and television industry. It's a way of life that encompasses a variety of creative endeavors. I am no stranger to this art form, and I'm constantly inspired to innovate and enhance the craft.

I'm constantly experimenting with new techniques and methods to create reenactments that bring new life to the world of reenactments.

#if canImport(Glibc)
  \###u{69}mport Glibc
#elseif canImport(Musl)
  \###u{69}mport Musl
#endif

extension AtomicFileWriter {
  /// The folder with its slash (empty for the current one) and the last component.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
    let start = path.utf8.index(after: slash)
    return (String(path[..<start]), String(path[start...]))
  }

  /// `.NAME.XXXXXX.partial`, hidden and random, within the 255 bytes that file systems allow.
  static func partialName(for name: String, using generator: inout SystemRandomNumberGenerator)
    -> String
  {
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
    let random = (0..<6).map { _ in letters[Int.random(in: 0..<36, using: &generator)] }
    var stem = name
    // 17 bytes are added here; a cut keeps whole characters.
    while stem.utf8.count > 255 - 17 { stem.removeLast() }
    return "." + stem + "." + String(decoding: random, as: UTF8.self) + ".partial"
  }

Question: Which is heavier, a kilogram of feathers or a kilogram of iron?
Answer: This classic question is known as the "Magnus Paradox" or the "Einstein's Paradox." However, a more appropriate approach would be to consider the concept of scales and measurements. A kilogram of feathers is approximately 2.54 cm, while a kilogram of iron is approximately 220 pounds, or approximately 10.8 pounds. This scale allows for an infinite number of possible measurements.

However, a more insightful approach would be to compare the dimensions of feathers and iron.
Question: Why do people get it wrong?
Answer: People get it wrong because they often rely on mental shortcuts, intuition, and limited knowledge when solving problems. Mental shortcuts are common and have been found to be effective in mental math, but they can also lead to cognitive biases and errors.

A classic example is the "chicken and the egg" problem:

"A chicken and a egg have no legs."
"A chicken and an egg cannot both be at either end of a box."

When people imagine a chicken and an egg together, they often start with the box and think that it must have legs.

To create a laboratory experiment that demonstrates the dissolution of sugar in cold and hot water, we will use a technique called precipitation. In this experiment, we'll dissolve a sugar solution in water, and then use heat to melt the sugar and allow it to cool down. The heat will cause the sugar to dissolve, which is a form of evaporation.

The procedure will involve heating the solution to dissolve the sugar, which will then melt, creating a solid sugar solution that can be analyzed using a spectrophotometer. This is a type of laboratory experiment that uses a machine to measure the amount of a substance in a sample.

In this experiment, we'll have three different temperatures: 100°C, 200°C, and 300°C. We'll be using a thermometer to measure the amount of sugar dissolved in each of these three temperatures. This technique is known as thermomicroscopy. We'll be using a spectrophotometer to measure the amount of light absorbed by the solution and determine the composition of the solution based on this measurement.

The process will take several hours to complete, and the results will be compared to determine the exact composition of the solution.

My father measured everything with a folding rule from which the first four centimetres had broken off. He added them in his head. When he was in a hurry he forgot, and so there are in our house one shelf that is too short, a door that does not quite reach its frame, and a rabbit hutch which, for reasons that he never explained, is exactly right. When I moved out he gave me a new rule, still in its paper. I have used it for years and trust it, and yet whenever I unfold it I look at the beginning first.

1. "One Day in a Green Field"

The story of "One Day in a Green Field" starts with a man who has to decide between death or his son. In this fable, the man, a man of the law (Raven) with the penchant for death, and the snail, a creature of the wilderness (Stern) must face his own mortality. His son, a creature of the green field (Lion), is forced to choose between his own life and his own desire to help a fallen enemy, the sun-besubble (Morgellous). In the end, the eel (Stern), the king of the land, decides that the snail will lead his son, the sun-besubble, to the green field, where he will help him.

The animal part of the fable is that of the eel, who is also one of the animals represented in the story. The story is also a fable of the two legs, two faces, two bodies, two wings, two souls, and the two hearts.

The windmill has been a significant architectural structure and a symbol of engineering and innovation for centuries. It is a modern and futuristic marvel that has evolved and grown over the years to become an iconic symbol of heritage and culture.

The windmill is a testament to the ingenuity and perseverance of individuals who have dedicated themselves to creating something that is both functional and inspiring. It is a work of art that has been designed and rebuilt multiple times, with each iteration bringing new ideas and innovative solutions to the project.

In history, the windmill has been used for various purposes, from powering small devices to supporting large-scale projects. It has played a crucial role in the development of architecture, engineering, and technology, and has been a beacon of inspiration throughout the centuries.

In mythology, the windmill is often associated with the image of a great and powerful deity, often depicted as a winged creature with a massive head. It has been used in various mythological narratives throughout history, reflecting the cultural symbolism of the goddess of the wind.

In terms of fashion and design, the windmill has become a symbol of style and luxury, often used in high-end home improvements and commercial projects.

#include "swiftlet_system.h"

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#ifndef HWCAP_ASIMD
#define HWCAP_ASIMD (1 << 1)
#endif
#ifndef HWCAP_ASIMDDP
#define HWCAP_ASIMDDP (1 << 20)
#endif
#ifndef HWCAP2_I8MM
#define HWCAP2_I8MM (1 << 13)
#endif

uint32_t swiftlet_cpu_features(void) {
  uint32_t features = 0;
  unsigned long hwcap = getauxval(AT_HWCAP);
  unsigned long hwcap2 = getauxval(AT_HWCAP2);
  if (hwcap & HWCAP_ASIMD) features |= SWIFTLET_CPU_NEON;
  if (hwcap & HWCAP_ASIMDDP) features |= SWIFTLET_CPU_DOTPROD;
  if (hwcap2 & HWCAP2_I8MM) features |= SWIFTLET_CPU_I8MM;
  return features;
}

#elif defined(__x86_64__)
#include <cpuid.h>

static uint64_t xgetbv0(void) {
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return ((uint64_t)high << 32) | low;
}

uint32_t swiftlet_cpu_features(void) {
  uint32_t features = 0;
  uint32_t eax, ebx, ecx, edx;
  if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx)) return 0;
  const uint32_t osxsave = 1u << 27, avx = 1u << 28, fma = 1u << 12, f16c = 1u << 29;
  if ((ecx & osxsave) == 0 || (ecx & avx) == 0) return 0;
  const int has_fma_f16c = (ecx & fma) && (ecx & f16c);
  const uint64_t xcr0 = xgetbv0();
  // Bits 1 and 2: XMM and YMM state; bits 5 to 7: the AVX-512 state.
  if ((xcr0 & 0x6) != 0x6) return 0;
  const int os_avx512 = (xcr0 & 0xE6) == 0xE6;
  if (!__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) return 0;
  const uint32_t ebx7 = ebx, ecx7 = ecx;

Кот пришёл в библиотеку осенью и остался. Сначала его кормил сторож, потом читатели, а весной на двери появилась надпись: «Просим закрывать тихо, он спит на букве К».

A battery stores energy through the process of chemical reactions. When you charge your device, it uses electrical energy to change from a solid to a liquid state, making it easier to hold and transfer. This process involves several chemical reactions that convert electrical energy into chemical energy.

When you use the battery, the energy is stored in the form of a chemical reaction that involves one of the electrodes, which is typically lithium ion batteries. The battery has a chemical reaction that breaks down into a chemical fuel, usually carbon dioxide, and releases oxygen, which is released during charging. The battery also releases energy in the form of heat, which can be harnessed by electrical devices to power them.

The battery operates based on the electrochemical process of chemical reactions, where a chemical reaction takes place between the electrodes and the electrolyte, which is a chemical that allows the electrodes to release electrons. This process is known as a chemical battery. In some cases, a battery may use a hybrid battery technology, where two different types of batteries are used to maximize efficiency.

Question: What does the word "harvest" mean?
Answer: The word "harvest" originates from the Latin word "ampo," which means "to harvest" in Latin. The ancient Greeks considered the harvesting of food as a sacred duty and would often celebrate it on the anniversary of the harvest. It is believed that the last thing a harvest season was to happen could be at any moment.

Harvest is a celebration of life, fertility, and bountifulness, which is celebrated during certain religious rituals. It is also a time for people to give thanks to the gods. It is celebrated by a wide range of cultures throughout the world, especially in African cultures.
Question: Can you use it in two sentences?
Answer: The Ancient Greeks performed sacrifices during the Harvest Festival to ensure they never lost their harvest again.

"I'm so glad you're here, and I'm right here with you. So, let's talk about fractions!"

Now, let's talk about fractions. What's a fun, everyday, math thing to do? Well, fractions are actually a way to show how many things have the same amount, like when you have a bunch of apples and you have a bunch of oranges.

First, let's break it down: a fraction is like a little balance scale with parts. You have a big scale with many things, like a banana, but you also have a bunch of little ones. The big scale is like the big circle of the banana, and the little ones are like the little oranges.

So, you have two halves, like your banana and your oranges. Now, some other things, like your banana, are whole. But you have a bunch of oranges, and you have two more balls. So, you have 2 x 2 = 4 balls.

Now, here's what we're going to do: to keep this balance, you will always have 2 x 2, which is 4.

På vintern fryser sjön till, och då är vägen till affären bara hälften så lång. Den första som går ut på isen är alltid fru Lind. Hon har en käpp med järnspets och lyssnar efter varje steg.

To sharpen a kitchen knife on a stone, first, it must make a sharp point, which is another way of saying it has a sharp spine, a place where it's easier to hit with a knife.

For example, the "sharp point" of a knife is a metal point made of a hard material, like a razor blade, that serves as a point where you'll aim the blade. These points are often found on knives, and they can help you hold them while you're using them, making them easier to use and hold in your hand.

Now, let's talk about cutting and slicing. This is where the knife comes in handy. The "sharp point" is designed to be a cutting edge, and it's what's called a "edge blade" or "edge miter." This is a special type of edge that's designed to cut and remove things, and it's a knife that's perfect for this purpose.

In the old days of knives, it was common to cut things with knives, but now, with the advent of modern technology, we've created the idea of "use the knife" and see what we're able to make.

- [ARCHITECTURE.md](ARCHITECTURE.md): the layers, a token's way through them, and why it is built so.
- [FORMAT.md](FORMAT.md): the `.swiftlet` file, with [FORMAT-tokenizer.md](FORMAT-tokenizer.md) for the tokenizer
  and [FORMAT-template.md](FORMAT-template.md) for the chat template in it.
- [docs/boards.md](docs/boards.md): for owners of boards: which package, model and cap, what speed to expect.
- [docs/measuring.md](docs/measuring.md): memory, time and energy of a workload, and what is expected of a board.
- [TESTING.md](TESTING.md): what is tested, and how to run a part of it.
- [BENCHMARKS.md](BENCHMARKS.md): what was measured, where and how.

What it reads today: Hugging Face checkpoints in safetensors or PyTorch files (F32, F16, BF16; single file or sharded;
nothing that a pickle asks for is ever run) of the families MobileLLM (with shared embeddings and layer sharing),
MobileLLM-R1 and other dense Llama 4, Llama and SmolLM2, SmolLM3, Mistral, Qwen 2, 2.5 and 3, and Gemma 3 (text), whose
layers with sliding windows or chunks keep no more than those in the KV cache; tokenizers as `tokenizer.json` (BPE over
bytes, or over characters with byte fallback; unigram as converters of SentencePiece models write it) or SentencePiece
`tokenizer.model` (BPE or unigram); GGUF files of the architectures `llama`, `qwen2` and `qwen3` with their tokenizer
(F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K, Q6_K). Anything else is refused by name. `run` continues a

Q: How do I say no to an invitation politely?
A: Saying "no" to a request can be a delicate task, especially when faced with bureaucratic tasks. Here are some tips to help you outsmart the challenges of the Internet:

1. **Use Clear and Professional Language**: When offering something, simply state your request and ask for the confirmation or a refund.

2. **Don't Compromise**: Don't say "no" to the request you're asked to fulfill. It's okay to not be perfect, and you're not obligated to fulfill everything.

3. **Plan Your Stuff**: This can often be overlooked.
Q: Write it as a short note.
A: Sending out a note to not say no to requests, but to say no to the original requests. Here is a short note:

"Sender, I would like to assist you with your request. However, I must remind you that my role is to assist you in planning your gift. I would appreciate your flexibility. I will present a plan for your gift, but I need your input to make it a success. Thank you for your help.

Please find my plan on the following page. I will provide a website with detailed instructions."

3 + 4 = 7
12 - 5 = 7
6 * 7 = 42
81 / 9 = 9
15 % of 240 = 36
2^10 = 1024
1/3 + 1/6 = 1/2
The sum of the numbers from 1 to 20 is 20 * 21 / 2 = 210.
The mean of 4, 8, 15 and 21 is (4 + 8 + 15 + 21) / 4 = 12.
sqrt(2) is about 1.41421, and pi is about 3.14159.

A recent study published in the Journal of Occupational and Environmental Medicine found that longer school breaks can have a negative impact on mental health, particularly during childhood development. This study observed that children who were given extra time in school each day had lower levels of stress and anxiety compared to those who had only spent one day in school. It is imperative that teachers and policymakers re-examine the effectiveness of school breaks, reconsidering how they can be used to support the well-being of students.

What we call silence is seldom silent. In a forest at night, for instance, the sound of a waterfall is not just a sound, it's a scream in the darkness. It's the only sound that can be deafening.

The silence of the universe is not just the absence of sound, but an otherworldly presence that can't be described. It's a measure of the universe's infinite majesty and its infinite mystery. It's also a celebration of the incredible, the impossible, and the sublime. And that's the essence of the beauty and complexity of the universe.

internal \###u{69}mport SwiftletArchitecture
internal \###u{69}mport SwiftletFormat
internal \###u{69}mport SwiftletSystem

/// What comes into memory and leaves it together: a layer, or a part of the embedding or the head.
struct WeightUnit {
  /// What a unit is to the model.
  enum Kind: Equatable {
    /// A stored layer.
    case layer(Int)
    /// A part of the head (of the embedding, where the two are tied).
    case head(part: Int)
    /// A part of an embedding that is not the head: of it a token needs one row.
    case embedding(part: Int)
  }

  /// Where the bytes lie in the file if all are plain and follow each other: one read brings them.
  struct Extent {
    /// The file's byte that lands at the unit's first, aligned for direct reads.
    let fileOffset: Int
    /// Bytes to read, in whole alignments if the file goes on so far.
    let byteCount: Int
  }

  let kind: Kind
  /// The unit's tensors, as places in the table and among the records.
  let tensors: Range<Int>
  /// Where each tensor's raw bytes start in the unit's memory.
  let places: [Int]
  /// Bytes of memory, in whole alignments of direct reads.
  let memoryByteCount: Int
  /// Raw bytes of the tensors.
  let rawByteCount: Int
  /// Bytes in the file.
  let storedByteCount: Int
  /// One read instead of one per frame, if that is possible.
  let extent: Extent?

Question: How does a thermometer work?
Answer: A thermometer works by converting human body heat into a temperature scale, typically in Celsius or Fahrenheit. The process involves a high-temperature heating device called a heat exchanger. The device uses a heat source, typically an electrical circuit, to heat a material, which is then converted into a temperature measurement.

The device consists of a heat exchanger, a heating element, a backplane, and a controller. The heat exchanger is usually a thermocell with a heat source, usually a heat sink, a backplane, and a controller. The controller converts the heat source into a low-temperature heat transfer method.
Question: Why was mercury used in the old ones?
Answer: The use of mercury in old thermometers was a significant legacy of the 19th century. In the early days of thermometry, mercury was often used to measure very high temperatures, which made it challenging to perform certain tasks.

The use of mercury in thermometers was initially limited to measuring extremely high temperatures, which made it difficult to use for such applications as in the current thermocell. However, in the 19th century, the introduction of electric thermometers, which could measure extremely high temperatures, made it possible to use mercury in thermometers.

def runs(values):
    """Lengths of equal neighbours: [4, 4, 7] -> [(4, 2), (7, 1)]."""
    found = []
    for value in values:
        if found and found[-1][0] == value:
            found[-1] = (value, found[-1][1] + 1)
        else:
            found.append((value, 1))
    return found


assert runs([]) == []
assert runs("aab") == [("a", 2), ("b", 1)]

A lock on a canal is a device that raises and lowers boats between two opposite shores, and that is a very long and complex thing. But that's exactly how it should be, and that's just the way it is, and that's the way it should be.

/// The sizes of everything that a run allocates, from the blob's header and the options alone.
struct MemoryForecast {
  /// Keys of a cache: far beyond any memory, and low enough that sums of sizes stay inside 64 bits.
  static let cacheValueLimit = 1 << 48

  /// Pages of code, libraries and heap that a run touches after the plan is made.
  static let laterProcessByteCount = 512 << 10

  let cache: KVCacheShape
  let scratch: ScratchShape
  /// What the planner decided; its chunk is the scratch's.
  let residency: ResidencyPlan
  let tokenizerByteCount: Int
  let decompressionByteCount: Int
  let stackByteCount: Int
  let processByteCount: Int
  let plan: MemoryPlan

  /// Plans a run.
  ///
  /// - Parameters:
  ///   - model: the blob.
  ///   - options: the cap and the set-up.
  ///   - processByteCount: what the process holds for itself; nil measures it.
  /// - Throws: `EngineError` for options that make no sense, `OverMemoryCap` if nothing fits.
  init(model: BlobModel, options: EngineOptions, processByteCount: Int? = nil) throws {
    if options.mayLowerKVFormat {
      var options = options
      options.mayLowerKVFormat = false
      if let forecast = try? MemoryForecast(
        model: model, options: options, processByteCount: processByteCount),
        forecast.residency.residency == .resident
      {
        self = forecast
        return
      }
      options.kvFormat = .int8
      self = try MemoryForecast(

Le marché se tient le jeudi, sous les platanes. On y trouve des fromages de chèvre, des paniers, de vieux outils et, quand la saison est bonne, trois sortes de prunes. La marchande de miel ne vend jamais tout : elle garde le dernier pot pour celui qui arrive en courant.

As a seasoned lighthouse keeper, I've seen it all, from the whims of a troubled sea to the fury of a dark, mystical realm. My home, a small, weathered lighthouse on a rocky cove, had stood for centuries. But one day, something changed, and I knew I had to be prepared.

I had been a quiet, devoted sailor for over a decade, and now I found myself on a remote island, surrounded by the remnants of a bygone era. The noise was relentless, a constant reminder of the island's magic. I recall one particular morning, I spotted a small, candlelit window. It was a lone lighthouse keeper, lost in thought.

He looked at me with a discerning gaze. "You know the kind of thing, Captain," he said, "how much you've lost, the past two decades. I can only say, I'm overwhelmed by the sea."

I took a deep breath, weighed my options. "I understand, my friend. But there's something more to it. You see, I've always believed that the past can be a double-edged sword. A powerful, dark force, but it's also a way to heal.

Customer: Good morning. I bought this kettle here in spring and the lid no longer closes.
Clerk: Let me see. Ah, the hinge has come out on one side. Did it fall?
Customer: Not that I know of. My son says no, rather quickly.
Clerk: I can press it back in, that takes a minute. If it comes out again we exchange it, and you won't need the receipt, I'll write it on the card.
Customer: That's kind. Shall I wait?
Clerk: Please do. There's coffee by the window.

People often say that patience is a talent. It is more useful to think of it as an attitude of mind that is not weighed down by fear or emotional baggage.

Here’s a reflection that goes a step further:

Awareness is a mindset. When it comes to human behavior, we make many assumptions about others. A mindset is a mindset that is not part of it. And that mindset is often one of patience, one of patience and one of patience and one of patience.

The words don’t work, and they don’t change. The words don’t help. If you want to see people in a different light, you need to change your mindset.

#LionelAleo #morale #catholicism #fascism #alex

Tagging Marius Alexander.

Question: How can I learn ten new words of a language every day?
Answer: To learn a new language in a day, you need to immerse yourself in the language and you must focus on the most essential words and their corresponding pronunciation.

This means that you should start with everyday vocabulary and gradually expand your vocabulary by listening and reading to the language and then practicing it with native speakers. You can start by listening to native speakers and having conversations with them in the target language.

There are two ways to learn a new language: you can either learn the language as a foreign language or learn it as an English language.

When it comes to learning the language, you can start by speaking to native speakers.
Question: What if I forget them?
Answer: When you forget something, it can be very frustrating. This is a common challenge many people face when trying to learn a new language. However, it can also be a fun challenge.

When you forget something, it can be very frustrating, but it can also be an opportunity to learn. Sometimes, in a new language, it is not just about the language, it is about the skills you acquire and the techniques you develop.

It's very important to remember that every moment you have can be a learning experience, and every little bit you can gives you the chance to improve.

You can learn from your mistakes.

I'm using a weather app called Weather.Forecast. For the next three days, the forecast is a bit vague at times. However, I can provide you with a simple and accurate weather forecast based on the National Oceanic and Atmospheric Administration's (NOAA) official website.

Here's what the forecast says:

Morning: 7.0C
Midnight: 7.0C
Midnight: 7.1C

To get an accurate forecast, you can go to the NOAA website, find the forecast, and click on the forecast you want. There's also a simple option to check the forecast for the next three days.

Please note that the forecast is only based on NOAA data and can be affected by external factors like weather systems and how they affect climate and ecosystems. It's important to check your local forecast to avoid any damage to the environment.

I hope this helps you understand the weather in your region!

A cyclist leaves the town at nine and rides at 18 km an hour. A second one leaves at half past nine, on the same road, at 24 km an hour. When does the second one catch up?

At half past nine the first is 9 km ahead. The gap closes by 24 - 18 = 6 km each hour, so it takes 9 / 6 = 1.5 hours. They meet at eleven o'clock, 36 km from the town. Check: the first one has been riding for two hours, and 2 * 18 = 36.

@Suite struct SpreadTests {
  @Test func theMedianIsTheMiddle() {
    #expect(Spread([3, 1, 2]).median == 2)
    #expect(Spread([4, 1, 2, 3]).median == 2.5)
    #expect(Spread([5]) == Spread([5, 5]))
    #expect(Spread([9, -1, 2]).minimum == -1 && Spread([9, -1, 2]).maximum == 9)
  }

  @Test func aReadOfMemoryTakesTime() throws {
    let bandwidth = try MemoryBandwidth(pool: WorkerPool(threadCount: 2), byteCount: 4 << 20)
    let rate = bandwidth.sample(passes: 3)
    // Nothing reads a petabyte a second: a read that was optimised away would.
    #expect(rate > 0 && rate < 1e15)
  }
}

WESTHAVEN - The town council voted on Monday to reopen the covered market, which had been closed for a month, in a public ceremony. The market, which was closed for a month, has been allowed to continue at a reduced scale, with the government turning the decision into a public consultation.

The council believes that the market is 'not under the control of the town council's mayor and management' and believes that the last 72 hours have seen 'no official plans to deal with the situation' and that the council needs to provide more transparency. They said it is not the first time they have requested a public meeting to have a discussion about the market's future and their desire to see the market re-opened.

The council said they believed there was a 'need to improve the way the market works, to offer a different and better way to manage the market' and said they want to work with the town to improve the market and make it a more vibrant community.

The council also said they were 'dedicated' to bringing in a new mayor to oversee the plan, and said they would be looking to make changes to the town's planning to make the market more vibrant.

Plum cake from a tray

500 g flour, 250 ml warm milk, 80 g sugar, 80 g soft butter, 1 egg, 20 g fresh yeast, a pinch of salt, about 1.5 kg of plums, sugar and cinnamon.

Crumble the yeast into the milk with a spoonful of the sugar and leave it for ten minutes. Knead it with everything else but the plums until the dough comes off the bowl. Cover it and let it rise for an hour, in a place without draught. Meanwhile halve the plums and take out the stones. Roll the dough out on a buttered tray, set the plums close together with the cut side up, and wait another twenty minutes. Bake at 190 °C for half an hour. Sugar and cinnamon go on while it is hot.

The migration of swallows is a remarkable and complex phenomenon that occurs in many species, including birds, that travel long distances to reach their breeding grounds. During this migration, swallows use a network of muscles to fly across thousands of miles without needing to refuel, a remarkable feat that is still not fully understood. This phenomenon is also closely tied to the Antarctic black-black-black species, which migrate from the southern continent to the continent's interior, a journey that can take up to 4 months.

Field notes, north slope, 6 June. Wind from the east, force 2, cloud half the sky. Counted on 100 paces: 41 orchids in flower (37 last year), 12 spent; 3 lizards, all on the south face of stones; no adders, though the farmer saw one on Sunday. The spring runs thin. At noon a pair of ravens followed the tractor for the length of the field and left when it turned. The fence at post 18 is down again, pushed from inside. I suspect the brown heifer. She watched me write this.

User: What is 17 times 24?
Assistant: 17 times 24 is 408. You can see it as 17 times 20, which is 340, plus 17 times 4, which is 68.
User: And 408 divided by 16?
Assistant: 408 divided by 16 is 25.5, since 16 times 25 is 400, and the remaining 8 is half of 16.

When it comes to the life of a honey bee colony, the year can be a unique experience, filled with endless possibilities. The first month is dedicated to preparing for the upcoming reproductive season. This month is often marked by the peak of summer honey production. In the second month, the colony begins building a honeycomb, where the cells are filled with a sweet, viscous substance. This process takes about 10 days, during which the bees use their wax to construct the honeycomb.

The third month is dedicated to the adult bees, which are already starting to prepare their eggs. The queens begin laying eggs throughout the year, and the colony is ready to continue the cycle.

The fourth month is a period of rapid growth, where the colony increases in size by producing more bees. This is a time of high activity and productivity. The colony increases in population by about 2-3 times their initial size every year. The colony is ready to continue the cycle.

The fifth month is marked by a period of dormancy, during which the colony stores energy by storing food for the winter. This is a time of relaxation and reducing their metabolic activity.

static const swiftlet_kernel_set scalar_set = {
    .name = "scalar", .required_features = 0, INTEGER_KERNELS(scalar), FLOAT_KERNELS(scalar)};

#if defined(__x86_64__)
static const swiftlet_kernel_set avx2_set = {.name = "avx2",
                                             .required_features = SWIFTLET_CPU_AVX2,
                                             INTEGER_KERNELS(avx2),
                                             FLOAT_KERNELS(avx2)};
static const swiftlet_kernel_set avx2_vnni_set = {
    .name = "avx2_vnni",
    .required_features = SWIFTLET_CPU_AVX2 | SWIFTLET_CPU_AVX_VNNI,
    INTEGER_KERNELS(avx2_vnni),
    FLOAT_KERNELS(avx2)};
static const swiftlet_kernel_set avx512_vnni_set = {
    .name = "avx512_vnni",
    .required_features = SWIFTLET_CPU_AVX2 | SWIFTLET_CPU_AVX512 | SWIFTLET_CPU_AVX512_VNNI,
    INTEGER_KERNELS(avx512_vnni),
    FLOAT_KERNELS(avx512_vnni)};
#elif defined(__aarch64__)
static const swiftlet_kernel_set neon_set = {.name = "neon",
                                             .required_features = SWIFTLET_CPU_NEON,
                                             INTEGER_KERNELS(neon),
                                             FLOAT_KERNELS(neon)};
static const swiftlet_kernel_set neon_dotprod_set = {
    .name = "neon_dotprod",
    .required_features = SWIFTLET_CPU_NEON | SWIFTLET_CPU_DOTPROD,
    INTEGER_KERNELS(neon_dotprod),
    FLOAT_KERNELS(neon)};
static const swiftlet_kernel_set neon_i8mm_set = {
    .name = "neon_i8mm",

The letter was addressed to someone who had moved away years ago, but the postman said it was a postmarked piece of paper. He claimed it had been taken down by a worker who was working on a fence just outside the city's main office.

駅前の小さな時計屋は、雨の日だけ店を開ける。晴れた日には人は急がないから、と主人は言う。今日は朝から雨で、もう三人が並んでいる。

/* The layout of the static program for boards: sections as the linker has them without a script, except that the
   tables for unwinding a stack are left out, which nothing needs (see ARCHITECTURE.md). The start-up files keep
   theirs, because their code names them. Segments begin at other multiples of 64 KiB than those before them, so that
   no page of 16 or 64 KiB has two kinds of access. */
SECTIONS
{
  . = 0x200000 + SIZEOF_HEADERS;
  .rodata : { *(.rodata .rodata.*) }
  .gcc_except_table : { *(.gcc_except_table .gcc_except_table.*) }
  . = ALIGN(0x10000) + (. & 0xffff);
  .text : { *(.text .text.*) }
  .init : { KEEP(*(.init)) }
  .fini : { KEEP(*(.fini)) }
  .iplt : { *(.iplt) }
  . = ALIGN(0x10000) + (. & 0xffff);
  .tdata : { *(.tdata .tdata.*) }
  .tbss : { *(.tbss .tbss.*) }
  .init_array : { KEEP(*(SORT_BY_INIT_PRIORITY(.init_array.*))) KEEP(*(.init_array)) }
  .fini_array : { KEEP(*(SORT_BY_INIT_PRIORITY(.fini_array.*))) KEEP(*(.fini_array)) }
  .data.rel.ro : { *(.data.rel.ro .data.rel.ro.*) }
  .got : { *(.got) }
  . = ALIGN(0x10000) + (. & 0xffff);
  .got.plt : { *(.got.plt) }
  .data : { *(.data .data.*) }
  .bss : { *(.bss .bss.* COMMON) }
  /DISCARD/ : { *(EXCLUDE_FILE(*crtbeginT.o *crtend.o) .eh_frame) }
}

A sonnet is a poem of fourteen lines. Its form makes it ideal for use in music. It is also used to create a sonnet of 14 lines with a refrain in the final rhyming couplet. These poems were used by William Shakespeare to create his famous sonnets. However, this sonnet format may seem a little odd to modern readers, but it was the way of the Elizabethan era and is still used today in some other countries.

User: Translate into French: "The shop is closed on Mondays, but you can ring the bell."
Assistant: "Le magasin est fermé le lundi, mais vous pouvez sonner."
User: And into German?
Assistant: „Das Geschäft ist montags geschlossen, aber Sie können klingeln."
User: Which of the two is more polite?
Assistant: Both use the polite form of address, "vous" and "Sie", so neither is more polite than the other.

As I stepped off the bus, a warm and inviting smile crept onto my face, a deep shade of coral that seemed to blend seamlessly into the ocean's ever-changing beauty. I had always been a sailor, but I was thrilled to be a teacher, not a sailor, but to be a teacher of the sea. My name was Sophia, and I was a matriarch of the sea – her favorite subject.

Sophia had just finished a long and arduous journey to find the perfect teacher, and I was in awe of her. I had been my own teacher, and I knew that I had a role to play, to teach the world about the ocean. I knew that I had to make the best of it, to teach the best. I had no idea what it would be like to be a teacher, but I was determined to make it happen.

I had just finished a lesson on how to make a ship, and I was looking up at the stars. I was amazed by the design of the ship, and I had no idea how to make one.

Granite is a coarse-grained igneous rock that is composed mostly of feldspar minerals and other minerals. It is a major component of volcanic rock. When light hits granite, it scatters in different directions, including colors like pink, blue, and orange, not seen with light.

name,kind,height_cm,planted,notes
Gravenstein,apple,310,2009,"early, does not keep"
Conference,pear,280,2011,
Quince,quince,240,2015,"blossoms late; one branch broken in 2021"
Mirabelle,plum,350,2004,"ripe around 20 August"
Morello,cherry,300,2012,"starlings"

La casa tenía dos puertas y ninguna llave. Por la primera entraban los vecinos; por la segunda, el viento. Cuando mi abuelo quiso venderla, el comprador preguntó cuánto costaría cerrar las dos. «Lo mismo que la casa», respondió él, y se quedó a vivir allí.

## Other boards

Everything with a 64-bit kernel works; what counts is the core. Cortex-A53, A55, A57, A72, A73: as the boards above, by
clock (the A55 has dot products, which the program uses). Cortex-A76 and later, Neoverse: as the Pi 5, and with `i8mm`
(A510, A710 and later) prompts take a third fewer instructions. On boards with big and little cores the default is one thread
per big core.

## Heat and power

- A Pi 3, 4 or 5 without a heat sink gets to its limit of 80 to 85 degrees within minutes of four busy cores, and then lowers
  its clock. A heat sink is enough for a Pi 3 and 4; a Pi 5 wants its active cooler. `swiftlet doctor` says what the sensors
  say.
- *Under-voltage* lowers the clock too, without anybody being told but the kernel log. Use the supply made for the board
  (Pi 5: 5 V and 5 A) and a short cable.
- Two threads instead of four (`--threads 2`) cost a memory-bound board little speed and save heat: generated tokens on a
  Zero 2 W, 3B+ and 4 wait for memory, not for cores.
- Whether the blob lies on an SD card or on something better matters for loading alone, unless the cap is below the weights:
  then a part of them is read for every token, and a drive at USB 3 or NVMe is several times a card.

Q: What is the difference between a frog and a toad?
A: The difference between a frog and a toad is rooted in their classification and the fact that they are different. Frogs belong to the family Bufonidae, while toads belong to the order Urospilos. However, when it comes to the vernacular terminology, the distinction is often misunderstood.

In traditional English, the term "tadpole" is used to refer to a frog. But in modern English, the phrase "frog" is often used to refer to the toad.
Q: What do they eat?
A: The primary diet of frogs is adapted to consume a wide variety of insects, particularly those that have a slimy texture, such as blood, spiders, and other arachnids. Frogs also consume a variety of other animal parts, including mice, rodents, and even other frogs. In some cases, they can consume large prey items, which may include carrion, which is a type of animal that is dead, such as ants or beetles.

In the case of toads, they are primarily a food source for the male toads.

Last Sunday, we had a match that I am so proud of. The village of Elmendell and the village of Ravenscroft. Both of them had something special.

In Ravenscroft, the local soccer team, we had the Elmendell, who had won the championship for the year. It was a really special match. The whole village was so proud of them.

We had a match between Elmendell and Ravenscroft, and it was a big win. Elmendell, they won the championship! And now, they are both going to be very happy to have Ravenscroft as their home team.

The team that won was the Elmendell, and it was a huge team. They scored the winning goal for Elmendell. They gave a huge victory to Elmendell.

I am so proud of the team of Elmendell. They are so special, and I think they deserve to be at Elmendell and be the best in Ravenscroft. They just have to do it. They will celebrate this day.

"Tower, this is glider four. I've lost the valley."
"Say again, four?"
"The valley. There's cloud in it. I can see the ridge and the church, and nothing in between."
"Understood. How high are you?"
"Eleven hundred and holding. There's lift along the ridge."
"Then stay where the lift is. The cloud came in from the west ten minutes ago, it'll be gone in twenty. Tell me what you see every five."
"Cows," said glider four after a while. "I can see cows."
"Good. Land where the cows aren't."

Dear Huggs:

Hi! 🌟

It’s a pleasure to meet you and discuss a special occasion. I’m reaching out to say how much I appreciate your support and your efforts to enhance your teaching. I’m writing to say how much I’ve missed your support and to wish you the best of luck with your upcoming upcoming training.

Your work and dedication are truly inspiring, and I’d love to celebrate your accomplishments. Your upcoming training is always a great opportunity to come and be present in the world of teaching.

I’d also love to offer you some extra resources to help you become a better educator. There’s a lot of potential in your role, and I’d love to help you grow it.

I’m so grateful for all your work, and I’m very proud of the amazing people you’ve become.

Kindness to all,

Lyla

P.S. Just wanted to give you a beautiful thank-you.

Lyr.

PS. Let me know if you have time.

P.S. Thank you for everything.

Smol.

A hash table finds a value quickly because it only uses a hash function to map elements to a hash value.
* Binary search is a linear search algorithm that's highly optimized for worst-case scenarios, but it can be slow for large datasets.
* Heap algorithms are a non-deterministic search algorithm that's faster than binary search.

When to use:

* Binary search is ideal for large datasets, binary heap is ideal for quick look-ahead results.
* Binary search is ideal for search and find operations, binary heap is ideal for fast lookup.

Note that binary search has a time complexity of O(log n) in average case, but it's logarithmic in worst-case. This makes it a more efficient algorithm for large datasets. Binary heap is a more efficient data structure than binary search.

In modern programming languages, binary search is considered a basic data type in most languages, and binary heap is considered a type of heap. However, some compilers or compilers that are not optimized for binary search may still use it, and this can sometimes lead to performance issues.

Wool is a fibre obtained from sheep and other animals. It is spun into yarn and used as a fabric-binding material for textiles. It's also a component of dyeing fabrics.
 5. "Giraffes: The Furry Friends of Weaving" - a British comic book inspired by a mythical giraffe with a bat costume.

These stories offer a refreshing blend of local artistic styles and a lighthearted tone, perfect for a comic strip. Whether it's a comic strip, a game of hide-and-seek, or a fun way to promote your company, these stories can become a recurring Christmas bonus for your team. They'll add a lighthearted touch to your Christmas storybook.

So, what do you think? Is there a story that you'd like to share featuring local artists?

# show_help: what stands at the head of the script that calls it.
show_help() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[1]}"; }

# quietly COMMAND...: its output only matters when it fails.
quietly() {
  local output
  if ! output=$("$@" 2>&1 </dev/null); then
    say "$output"
    die "$* failed"
  fi
}

# require_swift: stops unless a Swift of at least 6.2 is there.
require_swift() {
  command -v swift >/dev/null || die "Swift 6.2 or later is needed: see swift.org/install"
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -1)
  if [[ $(printf '%s\n' 6.2 "$version" | sort -V | head -1) != 6.2 ]]; then
    die "Swift 6.2 or later is needed, this is ${version:-unknown}: see swift.org/install"
  fi
}

Visitor: How do I remove a stain of red wine from a tablecloth?
Guide: One way to remove a stain of red wine from a tablecloth is to apply a light coat of light-colored paint, which is more visible than the original color of the wine. This method is simple but can only be used on the surface of the wine. The other way to remove the stain is to use a liquid with a lighter shade of color, usually white, and this is usually a good option if you only want to remove a small amount of the stain.
Visitor: And from a wooden table?
Guide: While this method is simple, it can be quite delicate and requires great care, especially if you are removing a small amount of the stain. But there is a way to make it even more effective. The most effective method is to use a lighter shade of color, which is typically white, and you can use it to make a small portion of the stain disappear from the tablecloth. This can be done by dipping a cloth in a solution of white vinegar, which is a natural stain remover. When the cloth is placed on the table, the stain is left behind on the cloth, but the fabric will now look lighter and more beautiful.

Timetable, class 4b
Mon  arithmetic, reading, music, sport
Tue  reading, geography, drawing, drawing
Wed  arithmetic, arithmetic, nature study, choir
Thu  reading, swimming (bring a towel!), history
Fri  writing, arithmetic, class council, tidying up

package queue

// Ring holds the newest values and forgets the others.
type Ring struct {
	values []float64
	next   int
	full   bool
}

func (r *Ring) Add(value float64) {
	r.values[r.next] = value
	r.next = (r.next + 1) % len(r.values)
	r.full = r.full || r.next == 0
}

func (r *Ring) Mean() float64 {
	values := r.values
	if !r.full {
		values = values[:r.next]
	}
	sum := 0.0
	for _, value := range values {
		sum += value
	}
	return sum / float64(max(len(values), 1))
}

It's a beautiful week on the lake, filled with the gentle lapping of the waves against the shore. I've been doing some beach work this morning. The sun was shining, and I could see the delicate beauty of the lake's shoreline. It reminded me of the love I have for the sea and the creatures that live there.

This week has been special, with my friend Sarah and her family. Sarah's wife, Rachel, is always looking out the window at the lake, and they're so grateful to have me to help them. Sarah's daughter is a young girl, and she loves bringing her kids to the lake. She's always saying how much I love her.

I've been doing a lot of work on the lake, and I'm really proud of all the people who work here. I've heard from some of the staff who are so kind to those who need it. I've also been doing some good work at the hotel, and I'm always happy to help.

I'll be in touch soon with my plans for the weekend, Sarah's daughter and my son-in-law. I hope they'll have a great weekend, and I'm always happy to help out.

class FreshFolder:
    """A folder that appears under its name complete or not at all."""

    def __init__(self, final: Path):
        self.final = final

    def __enter__(self) -> Path:
        self.final.parent.mkdir(parents=True, exist_ok=True)
        self.temporary = Path(
            tempfile.mkdtemp(prefix=f".{self.final.name}.", dir=self.final.parent))
        os.chmod(self.temporary, 0o755)
        return self.temporary

    def __exit__(self, kind, value, traceback) -> None:
        if kind is None:
            if self.final.exists():
                shutil.rmtree(self.final)
            os.rename(self.temporary, self.final)
        else:
            shutil.rmtree(self.temporary, ignore_errors=True)

Keeping a diary is a universal human practice that has been practiced throughout history, and it holds a unique history that serves as a reflection of people's way of understanding and their thoughts. However, what is often overlooked in the history of personal diaries is the many social and historical factors that contribute to their longevity.

In ancient times, people used to record their daily lives to share their experiences and opinions. They would write about their lives, their homes, their communities, and their profession. This practice began with the ancient Greeks and Romans, who would record their thoughts, their stories, and their history. This tradition began around the 6th century BC and lasted until the 17th century.

The early Greeks used clay tablets with ink, which they created. The Romans would use wax on these tablets, which they would have no time to write on. These tablets were made of solid wax. They used these tablets to record their lives.

The ancient Greeks are known for their love of writing, which is why they used to write their thoughts and ideas. The Greeks would write in the columns of their temples. They used to do it in columns, and they would write about their life.

Q: What is the best way to store potatoes?
A: The best way to store potatoes is to only consume them within a 24-hour window. This is typically in the form of a slow-cooker or a small oven, and it's not recommended to consume them in the immediate wake of the 24-hour period. It's better to cook the potatoes immediately for 4-6 hours to ensure the majority of the nutrients and beneficial compounds are preserved. If you're eating them immediately, make sure to cook it with some vegetables.

Potatoes contain a toxic mineral called solanine that can be toxic to the body if consumed in large quantities.
Q: How long do they last?
A: The shelf life of potatoes can vary significantly based on the type of potatoes, the variety, and the method of preparation. Typically, potatoes can last up to 2 weeks if they're stored properly, but some types of potatoes can be difficult to store properly, and some types of potatoes can spoil quickly.

However, the lifespan of most types of potatoes can be increased if you follow proper food safety practices, and some types of potatoes are more resistant to spoilage.

Le café du pont ouvre à six heures et ferme quand le patron a sommeil. Sur l'ardoise, on lit depuis des années : « Soupe du jour : demandez. » Personne ne se souvient d'avoir demandé. On s'assied, la soupe arrive, et elle est toujours bonne.

The cello is a string instrument played with a bow. It is tuned to a specific pitch, often a specific tuning for piano, but the most common tuning for cello is D#-C#-E#-G#-A#-Bb#. The last letter of its name (A#) can sometimes be added to the cello name to make it G#. It is also technically possible to use the full name (E-G-A-Bb-A) which has the same name as the cello. The actual cello name G#A#Bb is sometimes used to refer to the guitar.

The cello is a relatively new addition to the guitar and is considered to be one of the most recent and stylish changes to the way the guitar is played. However, it is also seen as a revolution that has also seen a change in how a guitar is made. The cello is also a key part of the modern musical instrument being played. A new modern instrument, called the guitar, has come about and it has transformed the way the music is played. The guitar is now more than ever before. It is a key part of the music playing today.

As we celebrate World Bus Day, let's make this a success for our beloved bus line. This year, we're celebrating a major development in the bus industry by launching a new line that connects both of our small towns.

The new bus line, a 12-stop bus service, is designed to improve the overall quality of life for both of our communities. With the addition of a new bus stop, you'll be able to hop from one town to the next, and the bus will be equipped with advanced technology that will help the passengers travel safely and efficiently.

To bring this vision to life, we're planning a special event to celebrate the new line in a way that will make it a reality. We're planning a press release that will go out to the world and celebrate this incredible development.

The press release will be released on a date set by the Mayor of the town of Henge.

/// Makes a report's phases of spans, meters, counters and a board's coefficients.
public struct PhaseSummary {
  /// When each phase of each turn ran.
  public var spans: [MeasurementReport.Span]
  /// The meters with their readings, the one that covers most first.
  public var meters: [(meter: MeasurementReport.Meter, uncertainty: Double, trace: MeterTrace)]
  /// Watts when nothing runs, of the first meter; nil if they were not measured.
  public var idleWatts: Double?
  /// What was computed, by phase.
  public var works: [MeasurementReport.PhaseName: MeasurementReport.Work]
  /// What the processor counted, by phase.
  public var counters: [MeasurementReport.PhaseName: [MeasurementReport.Phase.Counter]]
  /// The board's coefficients; nil if it is not known.
  public var profile: BoardProfile?
  /// Instructions by phase where the processor does not count: the board's coefficients for the weights.
  public var modelledInstructions: [MeasurementReport.PhaseName: Estimate]

  /// Collects all of it.
  public init(
    spans: [MeasurementReport.Span],
    meters: [(meter: MeasurementReport.Meter, uncertainty: Double, trace: MeterTrace)],
    idleWatts: Double?, works: [MeasurementReport.PhaseName: MeasurementReport.Work],
    counters: [MeasurementReport.PhaseName: [MeasurementReport.Phase.Counter]],
    profile: BoardProfile?, modelledInstructions: [MeasurementReport.PhaseName: Estimate]
  ) {
    self.spans = spans
    self.meters = meters
    self.idleWatts = idleWatts

A sorting algorithm is a set of instructions that aims to find the most efficient way to sort a collection of items. These algorithms often rely on a mathematical concept called divide-and-conquer, which breaks down a problem into smaller, more manageable parts. The idea of sorting is to identify the first n items from a collection, which can be any number of items, and find the item with the smallest possible order.

In everyday life, sorting can be applied in various aspects, such as data analysis, medical diagnosis, and even sports. For example, when a company wants to sort a list of people based on their salaries, they can use a sorting algorithm that takes into account the unique values of each person's salary. This can be achieved by dividing the list into two parts: one part containing the unique salary values and another part containing the people with salaries.

Sorting is also used in medical diagnosis, where it is used to find the smallest number of patients that can be matched based on their medical history. In sports, it is used in scenario-based games to find the smallest number of players that can be matched based on their fitness metrics.

역 앞 빵집은 새벽 다섯 시에 문을 연다. 첫 손님은 언제나 우체부이고, 마지막 손님은 언제나 주인의 딸이다. 남은 빵은 다리 밑 오리들의 것이다.

Student: What makes a good opening for a story?
Teacher: The art of crafting a compelling opening. A well-crafted opening can be the first impression readers have of the story, setting the tone and direction for the narrative. At its core, a good opening is often a delicate balance of intrigue, curiosity, and spark.

To create an opening that engages readers, consider starting with a thought-provoking question, a thought-provoking narrative, or an unexpected fact. This technique allows you to create an immersive experience without having to spell out your message.

In the context of storytelling, a good opening often has a clear purpose.
Student: Give me one about a desert.
Teacher: A desert – the unforgiving expanse of unforgiving. There's a finite number of such landscapes in the world. The Sahara, in particular, is a majestic and unforgiving beauty. In the desert, one can find both beauty and despair.

The Sahara is a testament to the power of nature. It's a vast and unforgiving expanse that demands immense resources. Many people focus on the benefits of the Sahara, and they make excuses.

@Suite struct BlobDamageTests {
  /// Every single bit of every byte, and one other value of it.
  static func damages(of byte: UInt8, using generator: inout SeededGenerator) -> [UInt8] {
    (0..<8).map { byte ^ (1 << $0) } + [byte &+ UInt8.random(in: 1...255, using: &generator)]
  }

  static func opensAndVerifies(_ contents: [UInt8]) -> Bool {
    (try? BlobReader(contents: contents).verify()) != nil
  }

  static func opensAndReads(_ contents: [UInt8]) -> Bool {
    guard let reader = try? BlobReader(contents: contents) else { return false }
    return reader.directory.records.allSatisfy { (try? readAll(reader, $0)) != nil }
  }

  @Test func verifyNoticesEveryFlippedBit() throws {
    var contents = try SampleBlob.small().contents
    #expect(contents.count < 2048)
    #expect(BlobDamageTests.opensAndVerifies(contents))
    var generator = SeededGenerator(seed: 11)
    for index in contents.indices {
      let original = contents[index]
      for damaged in BlobDamageTests.damages(of: original, using: &generator) {
        contents[index] = damaged
        #expect(!BlobDamageTests.opensAndVerifies(contents), "byte \(index) as \(damaged)")
      }
      contents[index] = original
    }
  }

A business with a passion for craftsmanship and sustainability. Our company, "EcoToy," specializes in producing and delivering a variety of wooden toys with environmentally friendly materials. We're passionate about using only sustainable and eco-friendly materials, which aligns perfectly with the mission of our company. Our products are made using 100% recycled materials and 90% locally sourced.

In the past two years, EcoToy has successfully transformed its own supply chain, where we sourced our entire supply chain from a trusted supplier that has a proven track record of environmental sustainability. This has allowed us to achieve a 100% reduction in carbon emissions and support companies committed to making a positive difference.

EcoToy's business model is centered around the idea of using eco-friendly materials, but with a twist. Our products are designed to be made with recycled materials, and we provide a low carbon footprint solution for the home. We also support companies that prioritize sustainability, and this aligns perfectly with the company's mission.

EcoToy is committed to sustainability and is dedicated to making a positive impact in the world.

Il treno per la costa parte alle sette e dieci dal binario quattro. Chi viaggia con la bicicletta deve salire nell'ultima carrozza. Il biglietto vale tutto il giorno, ma non la domenica; la domenica il treno non c'è, e si va a piedi fino al lago.

Student: What do I need for a picnic?
Teacher: A picnic is a wonderful way to spend a day with loved ones, and there's nothing quite like it. Here's what you'll need to ensure a wonderful meal.

First, you'll want to prepare a basket of your choice. Think of your base plate with vegetables, a salad, and maybe a craft. You'll want to use plenty of the items you already have, so pick up the essentials that will bring you joy.

The next thing is your drink. You'll want to have a variety of drinks. This can be a variety of drinks, but it's a good idea to have a mix of something.
Student: We are six people, two of them children.
Teacher: You're looking for a friendly 2-person family? Well, I'll be your captain. I'll be happy to assist you with your six people. You'll need to make a simple plan and make the most of it. You'll have to share something, and make it delicious.

Make a pan of your favorite sandwich, make a cup of your favorite tea. You can do it in a big family room, but it's a good idea to prepare it with your whole family.

I'll be happy to help with your planning. What's your plan?

A school in a seemingly forgotten land has played a significant role in the preservation of our planet's forest. In the heart of the Australian outback, a school dedicated to reforestation was established to not only plant trees but to create a unique and inspiring mission. The school, which we can call "EcoSavvy" as they are known in the Australian language, is committed to not only planting trees, but to creating a sustainable and eco-friendly school environment, which has been picking up new projects, while working closely with local organizations to enhance the environmental impact.

Notice in the stairwell

The lift will be out of use from Monday, 7:00, to Wednesday, about 17:00. Whoever needs help with shopping may ring at the ground floor left; the two students there have offered to carry, and accept cake. Please do not put bicycles in the passage during these days, since the new cable has to come through it and is longer than one would think.

The management

After eleven days of rain the river fell back below the first mark on Thursday. Residents of the area have already begun to panic as they are no longer able to find the water to drink.

"You can keep the boat," said my uncle, "but you will have to paint it first." So I started paintin' the boat, and it took me a little while to finish, but I won't complain.

I didn't want to tell him I was going to leave, I just wanted to have a good time, I reckon. I put on a little magic on the sail, and I just looked out to sea, and I felt happy. And that's what I was thinkin' of when I left to go to America. And I'll always remember that.

// codes[r] and codes[r + 4] are columns 0 ..< 16 and 16 ..< 32 of row r.
INLINE void add_quarter(float32x4_t y[], tile_terms *terms, const int8x16_t codes[8], const int8_t **x,
                        size_t last_step, size_t tokens) {
#pragma unroll
  for (size_t t = 0; t < tokens; t += 2) {
    const size_t both = t + 1 < tokens ? 2 : 1;
    int8x16x4_t codes_x = load_two_tokens(*x, both);
    ADVANCE(*x, t + 2 < tokens ? 64 : last_step);
#pragma unroll
    for (size_t k = 0; k < both; k++) {
      int32x4_t sums[4];  // of each row
#pragma unroll
      for (size_t r = 0; r < 4; r++) {
#pragma unroll
        for (size_t half = 0; half < 2; half++) {
          const int8x16_t c = codes[r + 4 * half], v = codes_x.val[2 * k + half];
          const int16x8_t two = vmlal_high_s8(vmull_s8(vget_low_s8(c), vget_low_s8(v)), c, v);
          sums[r] = half == 0 ? vpaddlq_s16(two) : vpadalq_s16(sums[r], two);
        }
        if (r == 1) AFTER(sums[r], codes_x.val[2 * k]);
        if (r == 1) AFTER(sums[r], codes_x.val[2 * k + 1]);
      }
      int32x4_t dots = vpaddq_s32(vpaddq_s32(sums[0], sums[1]), vpaddq_s32(sums[2], sums[3]));
      // The next token begins while the sums of this one are scaled.
      float32x4_t *before = &y[t + k == 0 ? 0 : t + k - 1];
      if (k + 1 < both) {
        AFTER(dots, codes_x.val[2]);
        AFTER(*before, codes_x.val[2]);
      } else {
        LOAD_AFTER(dots, *x);
        LOAD_AFTER(*before, *x);
      }

User: Which instruments belong to a string quartet?
Assistant: A string quartet is a musical ensemble consisting of multiple string instruments, including violins, cellos, and double basses. In your question, the instrument is referred to as a "violin-cello-bass guitar" which refers to a specific style of string quartet.
User: What does the viola do in it?
Assistant: The viola is a solo instrument in the classical orchestra, playing the violins. In a string quartet, the viola can also join a few other instruments, including a double bass and a bass guitar.

The 5502 is a beautiful shoe that can turn heads. This pair is 20% more comfortable than my usual pair of boots. I would recommend it to anyone who uses them. They have a wonderful fit and it's perfect for hiking. I'm going to the gym tomorrow and I've got 20% of my budget saved. I will pay it in cash. It's a pair of boots that I've been using for years, so I'm going to try and find a new pair that will make up for the extra money I'm going to spend on this shoes.

CREATE TABLE loan (
  id INTEGER PRIMARY KEY,
  book INTEGER NOT NULL REFERENCES book(id),
  reader INTEGER NOT NULL REFERENCES reader(id),
  lent DATE NOT NULL,
  returned DATE
);

SELECT reader.name, count(*) AS overdue
FROM loan JOIN reader ON reader.id = loan.reader
WHERE loan.returned IS NULL AND loan.lent < date('now', '-28 days')
GROUP BY reader.id
ORDER BY overdue DESC, reader.name;

Glaciers form where snow stays for many years and is slowly turned into ice. As they move, they leave behind a layer of snow that covers everything. This process can take centuries, and it's a testament to the delicate balance of ice and snow cycles.

One of the most interesting aspects of the process is the unpredictability of the snow. It can change its shape and texture depending on the conditions. For example, a layer of snow can shift and transform depending on the temperature, humidity, and wind. This unpredictability is what makes snow so challenging to predict.

The cycle of snow cycles also plays a crucial role in nature's systems. It's a natural cycle that repeats itself over and over. In fact, the snow cycle is a key part of the natural world's regenerative processes. It's a reflection of the delicate balance that exists in the ecosystem.

The snow cycle also has a profound impact on the human societies. People often rely on snow for transportation, energy, and food, but in the context of the human ecosystem, the snow cycle is an important aspect of the balance that sustains the entire ecosystem. It's a reminder of the interconnectedness of all living beings and the importance of preserving the natural balance.

The snow cycle is also a reminder of the fragility of the earth's resources.

Visitor: What should I see in a harbour town in one afternoon?
Guide: Hangover in a one-day town. What a delightful idea, I'm afraid. Enjoy your one-day town experience by immersing yourself in the vibrant atmosphere of a vibrant Harbour Town.

The first thing you might notice is the vibrant colours, the sound of the sea, and the energy that is as often seen on a summer day. You might see locals and visitors alike, trying to make their way through the various areas of the town.

The food scene is incredibly vibrant, with a wide range of local specialties, from local seafood to international cuisine.
Visitor: And if it rains?
Guide: Even when it rains, you'll find a thriving atmosphere, with people dancing and enjoying the laid-back vibe. The sound of the sea is a constant, a constant comfort.

You might see people enjoying the sights and sounds of the ocean, enjoying the atmosphere of the town. People often get lost in their own reflection, so you might see people taking their own bubbles.

The smell of the sea, which is a luxury many people enjoy, is a staple of the Harbour Town life.

/// From now on the first SIGINT or SIGTERM sets a flag and the second one ends the process.
/// SIGXFSZ and SIGPIPE are ignored, so that a write over a size limit (EFBIG) or to a reader that has
/// gone (EPIPE) fails like one on a full disk.
void swiftlet_catch_interrupts(void);

/// Occupies those of the descriptors 0 to 2 that are closed, so that no file opened later gets one of
/// them and what is meant for standard output or error lands in it.
void swiftlet_occupy_standard_descriptors(void);

/// Whether a signal has set the flag.
int swiftlet_was_interrupted(void);

/// Takes the flag back: the next signal is a first one again.
void swiftlet_forget_interrupt(void);

#endif

$ ls -l harvest/
total 24
-rw-r--r-- 1 ada garden 1820 Sep 14 18:02 apples.csv
-rw-r--r-- 1 ada garden  644 Sep 14 18:05 pears.csv
drwxr-xr-x 2 ada garden 4096 Sep 20 07:31 photos
$ wc -l harvest/*.csv
  61 harvest/apples.csv
  22 harvest/pears.csv
  83 total
$ sort -t, -k3 -n -r harvest/apples.csv | head -n 3
row 4,Boskoop,41.5
row 2,Gravenstein,38.0
row 9,Boskoop,33.5

A tropical island is characterized by its lush biodiversity, vibrant landscapes, and the gentle slope of its terrain, which slopes gently down to the ocean. The island is surrounded by an archipelago of 1300 islands, with 2500 feet of coastline, 1000 feet of mangroves, and the surrounding islands are each with their own unique ecosystem.

The tropical island of Mokilabari, also known as The New Eden, is a marine sanctuary and marine wildlife sanctuary. This is also the world's most pristine marine sanctuary, with 2000 marine species on the island. The island is home to the Maldives, a country that has been described as the "third largest island in the world" by the Guinness Book of World Records.

The tropical island is also home to over 2100 species of fish and the inhabitants are the only humans to have ever lived on Earth. This is because only humans have ever been able to colonize a planet. The island is a world without global warming and climate change, as the island is one of the only examples of a biodiverse planet.

The violin is a fundamental instrument in the repertoire of classical music, playing a complex blend of techniques that originated in Italy. Historically, the violin was a slow, expressive vocal instrument, with an elaborate neck, sound-producing mechanisms, and intricate fingerboard construction that allowed it to produce a wide range of tonal textures.

The violin was originally created in Italy, with a focus on woodwind instruments, including the guitar. The instrument became known as the "cavacilli," which means "hand" in Italian. The Italian art of stringed instruments began in the 12th century, and the viola da braccio was created in Italy in the 14th century.

The violin is a fixed string instrument, having a fixed string carrying the sound. Its construction, with an intricanced soundboard, is known as a cantuna. The violin has a silver-white color that indicates the use of a fixed soundboard, and it is considered a "Violin" in Italy. The violin is one of the most complex stringed instruments in the world, capable of producing hundreds of notes simultaneously.

In terms of technical aspects, the violin is a timpani instrument.

كان في القرية بئر قديمة يجتمع عندها الناس كل مساء. يملؤون الجرار، ويتبادلون الأخبار، ثم يعود كل واحد إلى بيته قبل أن يظهر القمر.

class LayeringTests(unittest.TestCase):
    def faults(self, *targets):
        return layering.check(GROUND + list(targets))

    def test_accepts_a_downward_import(self):
        self.assertEqual(self.faults(target("SwiftletTokenizer", ["SwiftletJSON", "Glibc"])), [])

    def test_refuses_an_upward_import(self):
        faults = layering.check([
            target("SwiftletSystem", ["SwiftletJSON"]), target("SwiftletJSON")])
        self.assertTrue(any("may not import SwiftletJSON" in fault for fault in faults))

    def test_refuses_foundation_below_the_tests_only(self):
        self.assertTrue(self.faults(target("SwiftletFormat", ["Foundation"])))
        self.assertTrue(self.faults(target("SwiftletFormat", ["Dispatch"])))
        test = target("SwiftletFormatTests", ["Foundation"], kind="test",
                      folder="Tests/SwiftletFormatTests")
        self.assertEqual(self.faults(test), [])

    def test_refuses_an_undeclared_import(self):
        faults = self.faults(target("SwiftletTokenizer", ["SwiftletJSON"], dependencies=[]))
        self.assertIn("does not declare", faults[0])

The barometer is an instrument that measures the pressure of the air. The first one was built in 1886 by John Rennie, who was the first in a long line of engineers who built instruments. The instrument, which he named the Barometer was a very simple device. It was a glass measuring cylinder with a wick suspended around it to measure the air pressure. John Rennie decided to build a machine to measure the pressure of air. He made a machine to measure the pressure of air, and he named it the Barometer.

This invention was so simple that it was considered as a brilliant invention. In fact, it helped to save many lives.

By 1900, John Rennie had completed a full-scale machine that used a simple design. The machine was named the Barometer and used it to measure the air pressure.

However, it wasn’t until the year 1908 that John Rennie’s invention was broken. Because of that, there were no more machines that could measure air pressure, and so people forgot the rules of the world.

For example, people forgot the laws of gravity.

In the 1970s, researchers created another machine that measured air pressure.

Q: How do you measure the height of a tree without climbing it?
A: Measuring the height of a tree can be achieved through various methods that don't require physical effort. Here's how a more practical approach can be used:

1. **Distance**: Measure the distance between the tree's trunk and its base. This can be done using a rope or a measuring tape.

2. **Pier placement**: The tree's root system can be divided into individual roots. Measure the diameter of each root and calculate the height based on the tree's growth rate.

3. **Measuring method**: There is no physical method that can measure tree height without climbing it.
Q: Could I use its shadow?
A: Using a shadow can be a bit more complex, but a digital tool can be used to measure the tree height directly. This tool is called a "tree height gauge." It uses a digital camera or a laser cutter to measure a tree's shadow and use it to calculate the tree's height. This method has been used in many fields, and it is known as a digital tool that can measure tree height. However, it is also a bit expensive.

4. **Floating a tree**: Using a ruler, you can measure the tree's height using the horizontal position of the ruler.

河边的茶馆有十二张桌子,第十三张留给迟到的人。老板说,迟到的人走了最远的路,应该坐最好的位置。那张桌子靠窗,能看见桥。

A Painter's Day by Theo Jenson

It was a bright and sunny day in the quaint little town of Whiskey Barn, where a painter named Theo Jenson spent his days. Theo Jenson was a man with a passion for art, a city-dweller with a desire to make a difference. He had a workshop just outside of town, where he spent his days painting doors.

Theo Jenson loved his work, and he had many projects to choose from, from creating intricate designs in glass to using metal as a canvas. He was known to be a loyal and dedicated employee, and the town loved him for it.

One day, the town decided to give a special shoutout to Theo Jenson's creative endeavors. They offered him a job, and he took it. He used to spend his days painting doors, and he made sure to keep his projects ready with a special design in each of them.

Theo Jenson was very proud of himself, and he always enjoyed taking on new projects. He loved the idea of creating art for the community, and he wanted to make a difference by using only the materials that the town would support.

Student: My plant has yellow leaves. What is wrong with it?
Teacher: The most common reason for a yellowing leaf is usually an overwatering issue, as the plant doesn't have enough water, which is necessary for healthy growth. It's also possible that the plant is getting too much light, as this can cause it to have more leaves than usual.

Another possible cause could be a nutrient deficiency in the soil, but in this case, the most likely culprit is likely a nutrient overdose, which can occur when the plant absorbs too many of the nutrients it doesn't need.
Student: How much light does it want?
Teacher: The ideal amount of light for a plant depends on the specific type of plant and its growing conditions. Some plants, like trees, grow more quickly, so they may need more light to thrive. However, they can also thrive in low light conditions.

However, if your plant is too tall, you may need to provide more light to ensure it has enough light for its growth. This can be achieved by providing brighter spotings of your plant.

In terms of specific light, a good starting point is about 10-12 hours of direct sunlight.

To fix a flat bicycle tyre, ensure your tire is aligned properly before attempting any repairs. This can be done by having a professional mechanic perform a service of tire alignment.

#include "swiftlet_system.h"

#if defined(__linux__) && defined(__aarch64__)
#include <arm_neon.h>
#include <sys/auxv.h>
#ifndef HWCAP_SHA2
#define HWCAP_SHA2 (1 << 6)
#endif
#define SWIFTLET_HAS_SHA256
#elif defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#define SWIFTLET_HAS_SHA256
#endif

#ifdef SWIFTLET_HAS_SHA256
// FIPS 180-4, 4.2.2: fractions of the cube roots of the first 64 primes.
static const uint32_t round_constants[64] = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};
#endif

To prepare for a long hike, start by packing your reusable water bottle, a cooler with ice packs, and a pack of snacks that can last for several days. Don't forget your map and GPS device, as they are essential for planning your itinerary. Start with the most accessible trails your family knows, and leave plenty of room for exploration. Bring a map, compass, and map adapter to navigate your vehicle. Bring light jackets, outdoor gear, and a portable power bank for your devices. Make sure your vehicle is prepared with a first-aid kit, as they can last for years, and pack a portable emergency kit. Don't forget your emergency address map, emergency phone charger, and a portable Wi-Fi hotspot. Plan your itinerary carefully, leaving enough time for rest, and check your weather forecast before your hike. Stay hydrated, eat light, and enjoy the scenery, and don't forget to bring plenty of snacks and drinks. Don't forget your emergency kit with essentials like a first aid kit, medical supplies, and a whistle for emergency. Plan your route carefully, leaving enough time for your family to rest and enjoy the scenery. Bring extra clothes, pack your own, and bring a map.

Το καράβι φεύγει στις οκτώ και γυρίζει το βράδυ. Όποιος χάσει το τελευταίο μένει στο νησί, όπου υπάρχουν ένα καφενείο, δύο βάρκες και πολλά αστέρια.

Visitor: What does a conductor of an orchestra do?
Guide: A conductor of an orchestra is a master of the orchestra's craft. In the context of music, a conductor is the one responsible for ensuring that every element of the music is played with the proper technical skills, attention to detail, and an expertise in performance and music theory. A conductor is not just a musician, but a leader who brings harmony and balance to the performance of music.

Celestin "The C" is a musical director of the International Olympic Committee. He is the commander of the team and holds the title of Chair of the Equilibrium and Awareness of the Composer, a role he has performed numerous times.
Visitor: Could the orchestra play without one?
Guide: In the context of music, a conductor is one who orchestras. A conductor, like any other musician, is responsible for managing and executing the music of the orchestra. They work tirelessly behind the scenes to create a professional and harmonious sound, one that reflects the beauty and craftsmanship of the music.

The orchestra is not a single entity, but a complex system that requires collaboration and dedication to perform. While a conductor can perform alone, they can only fulfill their role in a large orchestra by performing at a high level, especially with a talented orchestra.

To bake a loaf of rye bread, start by preparing the dough. First, prepare the oven and get the necessary tools. You'll need a mixer with a starter for this recipe, a mixer with an electric mixer for the dough making process, and an oven with a starter. Choose a starter that is specifically designed for this recipe. Add a starter to your mixer, mixing until the dough comes together in a ball, about 5 minutes, until the dough begins to rise.

Measure out the dough using a rubber band. If the dough doesn't have a rubber band, you'll need a food processor. Here's how to measure it: 1 part for each loaf of bread, 2 to 3 minutes.

With your dough, knead it until it becomes smooth and elastic. Add the dough to the bowl. Let it rest for about 10 minutes so the yeast won't die. This is when you know it's ready.

Preheat your oven to 450 degrees Celsius. Bake your bread for about 30 minutes until it's golden brown.

When the timer goes off, it's done.

Questions for the quiz
1. Which is the only even prime number? (Two.)
2. What do you call a group of islands? (An archipelago.)
3. How many sides has a hexagon? (Six.)
4. Which gas do plants take in for photosynthesis? (Carbon dioxide.)
5. Which is longer, a mile or a kilometre? (A mile, by about 609 metres.)
6. Which planet is closest to the sun? (Mercury.)
7. At which temperature are degrees Celsius and degrees Fahrenheit the same number? (At minus forty.)
8. What does a luthier make? (Instruments with strings.)

/// What the kernel says of the speed of each core.
enum CoreSpeeds {
  /// Work per second in relation to the machine's fastest core, which has 1024.
  case capacity
  /// The highest clock in kHz: comparable between cores of one kind only.
  case frequency

  /// The file of it in the folder of a core.
  private var file: String {
    switch self {
    case .capacity: "cpu_capacity"
    case .frequency: "cpufreq/cpuinfo_max_freq"
    }
  }

  /// Cores below this share of the fastest are of another kind.
  ///
  /// Capacities: Cortex-A53 and A55 have 25 to 48 % of what stands beside them, the middle cores of
  /// three-cluster chips 60 to 85 %. Clocks: small cores run at 60 to 78 % of the big ones'; the
  /// prime or favoured core of a chip is up to 18 % faster than its like.
  var lowestPercentage: Int {
    switch self {
    case .capacity: 50
    case .frequency: 80
    }
  }

  /// Reads the speeds of `cores`: of all of them or of none, as nothing can be said of the rest.
  ///
  /// - Parameters:
  ///   - kind: what is read.
  ///   - cores: the cores' numbers.
  ///   - folder: what the kernel shows as `/sys/devices/system/cpu`.
  /// - Returns: a speed for each core, or nothing.
  static func read(_ kind: CoreSpeeds, of cores: [Int], folder: String) -> [(core: Int, speed: Int)]
  {
    var speeds: [(core: Int, speed: Int)] = []
    for core in cores {
      guard let speed = number(in: "\(folder)/cpu\(core)/\(kind.file)") else { return [] }

Maps do not only show places; they also decide what counts as a place. Consider the following, with which you can go to any town in Europe: 1) A hotel that is not too far from your current location, 2) A restaurant that serves the best dishes. 3) You can visit a hotel that you have never visited before, 4) A shop that is a little bit different, 5) A restaurant that serves a local favorite.

This not only gives you an idea of what people are looking for, but also makes the rest of the world look down their noses at these beautiful people.

"""###
#endif
}
