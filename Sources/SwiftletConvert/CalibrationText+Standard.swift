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
A bicycle stays upright for several reasons. The first is that it's a gentle and lightweight device that's designed to reduce its weight and support its weight. This makes it easier to maneuver and use in terms of comfort and maneuverability.

The second aspect of bicycle design that's particularly notable is the use of a light frame that's designed to blend into the environment. A bicycle with a light frame doesn't have to take up a lot of space, as it allows the rider to carry a limited amount of weight while still maintaining comfort and freedom.

This design also has an interesting aspect. Bicycles have been around for a long time, and bicycles have changed in ways that have allowed people to create innovative and sustainable transportation solutions. Bicycles have become a highly sought-after form of eco-friendly transportation, and the design of bicycles has become increasingly sustainable and environmentally friendly.

The design of bicycles has also become more accessible and accessible for people with disabilities, and the use of a light frame has helped to make these bicycles more inclusive and less intimidating. The use of a light frame has also allowed people to create their own sustainable and eco-friendly bicycles, which has helped to reduce the need for large, polluting fleets of bicycles.

/// Tokens per second of one engine, and how near they come to what memory allows.
public struct Benchmark {
  /// What is measured.
  public struct Plan: Equatable, Sendable {
    /// Tokens of the prompt that prefill is timed on.
    public var promptTokenCount = 512
    /// Tokens that decode is timed on, behind one token.
    public var generatedTokenCount = 128
    /// Tokens that are in the context before either.
    public var depth = 0
    /// How often each is repeated; the medians count.
    public var repetitions = 5
    /// Whether both are run again, as often, with a profile.
    public var isProfiled = false

    /// 512 prompt tokens, 128 generated ones, five times.
    public init() {}

    /// Positions that the engine's context must hold.
    public var contextLength: Int { depth + max(promptTokenCount, generatedTokenCount + 1) }
  }

  /// Prefill, tokens per second of each repetition; empty if no prompt was asked for.
  public var prefillRates: [Double]
  /// Decode, tokens per second of each repetition; empty if nothing was to be generated.
  public var decodeRates: [Double]
  /// Bytes per second at which the same threads read as many bytes as a token's weights, beside each
  /// repetition of decode: the mean of just before and just after it.
  public var readRates: [Double]
  /// Bytes of weights that a decoded token reads.
  public var weightBytesPerToken: Int
  /// Where prefill's time went, if a profile and a prompt were asked for.

Visitor: How do tides work?
Guide: The tides are a cyclical phenomenon that occurs every 12 months, as it's a result of gravity pulling on the Earth's oceans, resulting in high and low tides. This cyclical pattern is influenced by the Moon's orbit around the Earth and the planet's rotation on its axis. The gravitational pull of the Moon's gravity causes the water to bulge out on the Earth's tides, with the high tide typically occurring at higher latitudes, while the low tide occurs at lower latitudes.
Visitor: Why are there two of them a day?
Guide: The reason for the two tides is due to the Earth's rotation and its gravity. The Moon's gravitational pull is pulled by the Earth's large mass and the resulting gravity is what causes the tides. This is why the two tides of the Moon occur on different days.

The two tides can occur twice a month, but only one day is needed for the Earth to process the gravity of the Moon and keep track of the tides. This is because the Earth's rotation is slowing down, and as a result, the Earth is only processing and adjusting the gravitational pull of the Moon.

The Sun also has a day, however.

Glossary
ballast: weight that is carried for the sake of balance.
bilge: the lowest part inside a hull, where water gathers.
fathom: six feet, about 1.83 metres, once the span of a sailor's arms.
halyard: a rope that hoists a sail or a flag.
lee: the side away from the wind.
sheet: not a sail but the rope that trims one.
windward: the side that the wind comes from.

LADY DAVID STONER, MAKER OF STRONGE, no more. Now, if a violin were to be found, it would be a mystery that would leave the lovers alone. The orchestra had rehearsed its finale for tonight's concert, but that night was only the beginning. It had slipped from the top of the violin's resting box to the bottom.

A night like tonight was hers. She had taken it. A true Stoner, a true Ravi, no less. No one had been able to find it. It was all she knew. She had vanished into thin air.

The orchestra was on the verge of a performance, but they had no choice. They had to wait for the next. But the violin had a secret: it was a gift from a spy. A brilliant, powerful, and cunning one. He had taken it. The next night was theirs.

The orchestra had changed the melody. A piece of music had been passed down to them, and it was gone. A note had been left on it. A note that had been revealed to the world.

He had taken it. He had taken it.

## Families

There is one transformer. A family is an entry of `ModelFamily.all`: the names by which its checkpoints are known, the names of
their tensors, and its `FamilyTraits`: which keys it reads, which of them have to be there, its defaults, and what it computes
otherwise than Llama. One that computes like an entry is a new entry and a fixture, no code.

What differs in the mathematics is a value of `ModelConfiguration`, so the forward pass knows no family: norms of query and key
heads (with gains before the rotary embedding, or without behind it), norms of what a block adds, the scales of embedding and
scores, the temperature of queries, and for each layer a `LayerAttention`: which rotary embedding (none, the model's, a second
one of another base) and which positions are in sight (all, a window, a chunk).

The converter does what can be done once. It adds the one to gains that multiply by 1 + w. A family that rotates neighbours
(Llama 4) gets the rows of its queries and keys in another order, 2j and 2j + 1 of a head going to j and j + half; both in
the same order have the same products, and a norm without gains does not see it. So there is one rotation kernel.

A key that may change what is computed and that the family does not read is refused by name unless it is off; names and lists
that contradict each other are refused; every default that is applied is listed in the report.

Windows and chunks keep their bits: blocks of attention stay those of absolute positions. Of a block that is partly out of
sight the weights of the hidden positions are 0 and its products begin where it does, so that a token's bits do not depend on
which tokens are taken together with it. Such a layer keeps as many blocks of 128 as a window can touch (640 positions for 512),
in a ring: position p lies at p modulo their length. Where a ring goes round, a chunk of a prompt is stored and attended block
by block, since a later block's keys take the place of some that an earlier token sees. Going back (`KVCache.truncate`) is
possible as far as `canTruncate` says.

# How we label boxes

Every box gets a **room**, a *number* and one word of content. So `kitchen 4: pans`, never `misc`.

1. Heavy things go into small boxes.
2. What is needed on the first evening goes into the red one:
   - kettle, cups, a knife
   - sheets
   - the lamp, *with* its bulb
3. Nothing is written on the lid, since the lid is what one stacks on.

> A box without a label is carried twice.

Great! The most important thing to do is to start now. Focus on one area at a time. The piano is a skill that takes time to master. If you're just starting, it's better to start with a beginner's voice. Your first lesson will not only help you learn the basics but also prepare you for the more challenging ones.

The next thing to do is to find a private music tutor. A tutor who specializes in piano learning can offer you the best advice and support. If you're not a music lover, you can also find online tutors who specialize in piano music. These usually offer a variety of options.

And when you're ready, start your own practice routine. This is your chance to see your own work in progress. Take lessons regularly. This will not only help you become a better player but also improve your overall performance.

Lastly, remember that it's not about perfection. It's about learning and growing. There's no right or wrong way to learn a new skill. The most important thing is to enjoy the journey and to enjoy the process.

Remember, it's okay to make mistakes. It's how you learn that matters.

Кот пришёл в библиотеку осенью и остался. Сначала его кормил сторож, потом читатели, а весной на двери появилась надпись: «Просим закрывать тихо, он спит на букве К».

void swiftlet_value_range_f32_f32_scalar(float *dst, const float *values, size_t count) {
  dst[0] = dst[1] = values[0];
  for (size_t i = 1; i < count; i++) {
    dst[0] = values[i] < dst[0] ? values[i] : dst[0];
    dst[1] = values[i] > dst[1] ? values[i] : dst[1];
  }
}

void swiftlet_code_best_f32_f32_scalar(float *dst, const float *values, size_t count,
                                       const swiftlet_code_grid *grids, size_t grid_count) {
  dst[0] = dst[1] = 0;
  for (size_t g = 0; g < grid_count; g++) {
    float product[16] = {0}, square[16] = {0};
    for (size_t i = 0; i < count; i++) {
      const float distance = code_of(&grids[g], values[i]) - grids[g].zero;
      product[i % 16] += values[i] * distance;
      square[i % 16] += distance * distance;
    }
    const float p = sum_of_lanes(product), s = sum_of_lanes(square);
    const float gain = s > 0 ? p * p / s : 0;
    if (gain > dst[0]) {
      dst[0] = gain;
      dst[1] = (float)g;
    }
  }
}

static void code_errors(float dst[3], const float *values, size_t count, const swiftlet_code_grid *grid,
                        float scale) {
  float error[16] = {0}, product[16] = {0}, square[16] = {0};
  for (size_t i = 0; i < count; i++) {
    const float distance = code_of(grid, values[i]) - grid->zero;
    const float difference = values[i] - distance * scale;
    error[i % 16] += difference * difference;
    product[i % 16] += values[i] * distance;
    square[i % 16] += distance * distance;
  }

Q: I would like to start running. Where do I begin?
A: The journey of a life-long runner can be unforgiving, but it's also a testament to the endless possibilities. You don't have to start from scratch, but rather, you can begin by starting small. Reach out to a running buddy or find a local running enthusiast online, maybe meet up at a local gym or explore local running events. This is a chance to connect with someone who is already running.

The first thing to do is to listen. Don't just listen, but take the time to understand what you're doing. Read everything you can find on running, and read books on it.
Q: How often should I rest?
A: Rest is indeed a crucial aspect of any activity. Your body requires a certain amount of recovery to perform at its best. Aiming for a minimum of 2-3 days of sleep per week can help improve your overall well-being and support your recovery.

It's not about neglecting the importance of rest, but rather understanding that your body has a limited capacity to recover. You want to allow your body to rest and recover, not more. This means making rest a non-negotiable part of your lifestyle, and it's even more important for you to prioritize it.

To start setting up an aquarium for the first time, you'll need to create a few key pieces of equipment. First, you'll need a tank, usually a large plastic or glass container with a bottom hole. This is your tank and the foundation of your aquarium. Next, you'll need a variety of feeding options, which can include commercially available fish food, shrimp, and other aquatic animals that can survive in your tank.

You'll also need a few basic supplies, including a container for the tank, a heater to regulate your aquarium's temperature, and a few accessories like a filter, a heater, and some treats. You'll also need a few items you can usually find at the pet store, such as a filter, a heater, and a heater or a cage for your tank. You'll also need a glass or plastic container, a heater, and some supplies to ensure your aquarium is safe.

Including a few things you can buy at the pet store is a good idea, such as a heater, a filter, and a small fish to keep, a few treats, and a large container or tank for your aquarium. This should cover all the essentials.

Zimą pociąg staje tu tylko na żądanie. Trzeba stanąć pod lampą i podnieść rękę. Zawiadowca mówi, że raz zatrzymał się dla bałwana, bo ktoś dał mu szalik i latarkę.

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

Question: Suggest a dinner from lentils, carrots and onions.
Answer: This food is quite rare and expensive, but I have a local restaurant that serves a humble dish of lentils, carrots, and onions. They call it "Lentil, Carrots, and More" and it is made with a variety of ingredients, including onions, celery, and even a spoonful of chili. They're not a celebrity, but they do offer this dish for those who wish to indulge. The special has been made with only this recipe and they're a bit pricey, but it's a very unique and delicious dish.
Question: What could I drink with it?
Answer: This meal is quite unique, and I think it has a little something special. You might enjoy a glass of this "Lentil, Carrots, and More" with a little something else: a glass of Sherwin's Red. Sherwin's Red is a French brand of Sherwin's, a small but highly respected Australian specialty coffee. It's a traditional drink made with a mix of black and red curaçu, and it has a lemon-lime wine as the main base. I think it's a very special drink, and I'm sure they serve it with a lot of great things.

The railway reached the valley late, and when it came to reaching the height of 12,219ft that evening the building ceased operations. For the first 24 hours the train operated as normal, with the first unoccupied carriages of the first class on the track as soon as they arrived and the rest of the carriages could be empty until the carriage that never left was given a new capacity of 2 carriages.

It was decided to turn the service off, to a nearby train which would continue the journey to another station. However, there was no alternative for a certain period of time to allow the operation of the first class, to keep the service on.

In 1832, a man named Sir Hubert Parry, who was a well-known British railway engineer, sent a message to the Big Ben on the bridge that the Big Ben was set to a new location which was not familiar to the people of London, who had been told that it was a building.

He died at the time and the building was declared to be an experiment.

He said: "I was told that I had worked as an engineer on a railway, and I am not sure if I am wrong.

Wolves live in packs, which are usually 3 to 5 wolves and their pack. This doesn't mean they're all together in a single location, but rather they're a solitary pack with their pack. This species is nomadic and moves between pack to pack.

I've done a lot to identify the Lopu as a wolf, but I've also taken steps to increase my chances of detecting them. My teams of 4 have been able to track and track them down to a nearby town, where a team of 5 were able to find them and return to their pack.

So, to answer the question: What is the Lopu?

Question: What does the word "harvest" mean?
Answer: The word "harvest" originates from the Latin word "ampo," which means "to harvest" in Latin. The ancient Greeks considered the harvesting of food as a sacred duty and would often celebrate it on the anniversary of the harvest. It is believed that the last thing a harvest season was to happen could be at any moment.

Harvest is a celebration of life, fertility, and bountifulness, which is celebrated during certain religious rituals. It is also a time for people to give thanks to the gods. It is celebrated by a wide range of cultures throughout the world, especially in African cultures.
Question: Can you use it in two sentences?
Answer: The Ancient Greeks performed sacrifices during the Harvest Festival to ensure they never lost their harvest again.

## Threads

A token takes some 150 jobs of 10 to 20 microseconds, so a barrier may cost a fraction of one.

- *No system call, no lock, no shared counter while everybody polls.* The caller writes the job beside the job's number, in one
  cache line; each worker marks its share begun and done in a line of its own, which the caller looks at. A sequentially
  consistent store and a look at a flag on either side replace the lock: only where a thread may sleep is a futex called.
- *Polling is limited by the clock, and by its success.* A worker polls for up to 200 microseconds, which covers the sampling
  between two tokens, then sleeps; each wait in vain halves the limit, down to 10. On a crowded machine the other thread often
  has no core, and polling would take one from it. Threads beyond the number of cores do not poll at all.
- *A worker's late start costs nothing but its help; a worker that loses its core in the middle of its share stops the others*
  until it is back, because a share is not divided further. They sleep meanwhile.
- *Big cores.* Where the kernel says that cores differ (`cpu_capacity`, else the highest clock), the default is a thread per
  big core, and as many or fewer threads are confined to the big cores as a set. With equal shares k cores work at k
  times the speed of the slowest: the set is the one with the highest such product, without cores of less than
  half the capacity. The calling thread belongs to the host program and is confined during `Engine.forward` only.

## Kernels and their layouts

`swiftlet_kernels.h` defines each kernel's bits; a family's folder has one file per instruction set. What differs between
sets is little: integer products have a frame per architecture (`matmul_quantized_x86.h`, `matmul_quantized_neon.h`, the
contract itself in `matmul_quantized_scalar.h`) and a loop over one tile per set; everything else is written once over
sixteen lanes (`lanes.h`).

I'm using a weather app called Weather.Forecast. For the next three days, the forecast is a bit vague at times. However, I can provide you with a simple and accurate weather forecast based on the National Oceanic and Atmospheric Administration's (NOAA) official website.

Here's what the forecast says:

Morning: 7.0C
Midnight: 7.0C
Midnight: 7.1C

To get an accurate forecast, you can go to the NOAA website, find the forecast, and click on the forecast you want. There's also a simple option to check the forecast for the next three days.

Please note that the forecast is only based on NOAA data and can be affected by external factors like weather systems and how they affect climate and ecosystems. It's important to check your local forecast to avoid any damage to the environment.

I hope this helps you understand the weather in your region!

역 앞 빵집은 새벽 다섯 시에 문을 연다. 첫 손님은 언제나 우체부이고, 마지막 손님은 언제나 주인의 딸이다. 남은 빵은 다리 밑 오리들의 것이다.

Interviewer: You have built boats for forty years. What has changed?
Boatbuilder: The glue. People expect me to say the wood, but the wood is the same wood. Glue used to be a prayer. Now it's a bucket with instructions on it.
Interviewer: Do you miss anything about the old way?
Boatbuilder: The smell, a little. Not the hours.
Interviewer: And what would you tell somebody who starts today?
Boatbuilder: Make a small boat first, and finish it. A half-finished big one teaches you nothing but where the tarpaulin leaks.

#include "swiftlet_system.h"

// FUTEX_WAIT and FUTEX_WAKE with FUTEX_PRIVATE_FLAG; their header, the kernel's, is not in every SDK.
enum { WAIT_PRIVATE = 0 | 128, WAKE_PRIVATE = 1 | 128 };

// The kernel compares 32 bits: those that change first.
static uint32_t *low_half(const uint64_t *word) {
  return (uint32_t *)(uintptr_t)word + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
}

void swiftlet_sleep_while_equal(const uint64_t *word, uint64_t value) {
  syscall(SYS_futex, low_half(word), WAIT_PRIVATE, (uint32_t)value, NULL, NULL, 0);
}

void swiftlet_wake_sleepers(const uint64_t *word) {
  syscall(SYS_futex, low_half(word), WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

uint64_t swiftlet_monotonic_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

How the parish came by its second bell is told in two ways. The first is that it was ordered, paid for in rye over eleven years, and hung in the autumn after a good harvest. The second is that it was meant for the town downstream, that the barge ran aground at the bend below the mill, and that the people who helped to float it again asked for nothing, except that the load be made a little lighter. Both accounts agree on the weight. The bell itself carries no date, only the caster's mark, a hare, and a line of letters that stand in the wrong order because he had to set them as a mirror shows them and was, it seems, interrupted.

On feast days the two are rung together. They are not in tune. Musicians who visit have offered to have the younger one filed, which would raise it by a quarter of a tone and end the matter, and they are always thanked and given plum brandy. A man who was born within their hearing once said that he had not known, until he went away to study, that other churches sounded as if only one person were speaking.

Engineers have begun to inspect the old railway bridge at Hallam Cross. According to one of the old telegraph operators, a British merchant ship that had been attacked by the Germans in 1914 had sent an order to its crew, which allowed the ship to sneak onto the bridge. However, the bridge was heavily damaged, but the bridge was still open. All the people on the bridge were disabled, and the ship's crew were rescued. It was decided that to avoid further attack, the bridge had to be sealed to prevent further damage. The bridge was closed from the outside, and it was decided to create a new bridge that would allow the ship to move without having to expose itself to the air.

However, the bridge was eventually sealed to prevent further attack, and a guard was kept outside to keep the bridge open. The head of the company, an old man named Malcolm, was appointed to create a new bridge that could be used to protect the bridge from the outside. He created a new bridge with a special bridge rail that would allow the ships to move without having to expose themselves to the air. The old iron bridge was converted into a new bridge that can move without needing to expose itself to the air.

/// What the threads of a pool share: the job, who has begun his share, who sleeps.
///
/// Everything goes through three kinds of words. `number` counts jobs and is written by the caller
/// alone. Each worker has a word of progress: 2 n - 2 while its share of job n is nobody's, 2 n - 1
/// when it was begun, 2 n when it is done. Two more words say who may sleep and must be woken; as
/// long as all spin, a job costs no system call and each line of the cache moves once each way.
///
/// A job's fields are read only by who has claimed a share of it, and written only when all shares of
/// the job before are done. A thread that is about to sleep says so and then looks at its word again;
/// who changes the word does so before looking whether anybody sleeps; both in sequentially consistent
/// order, so that one of the two sees the other. Workers say which job they sleep until. A flag that the
/// caller lowers would not do: a quick worker may have raised it again, for the next job, meanwhile.
@safe final class JobBoard: @unchecked Sendable {
  private typealias Word = UnsafeMutablePointer<Atomic<UInt64>>

The human conception of a seed is rooted in a complex web of biology and ecology. It begins with a single cell, often thought of as a seed in the scientific literature, but this is actually the beginning of the complex phenomenon of a single cell growing into a mature organism.

The process begins with fertilization, which occurs when a sperm cell carries a small piece of the fertilized egg cell. The fertilized egg cell, or zygote, develops into a multicellular organism, such as a plant or animal. However, the zygote often doesn't survive and is eventually expelled or eaten by the organism, which is where seed germination occurs.

The seed, often referred to as a plant cell, has a nucleus, which is essential for cellular growth. The seed contains a nucleus and a DNA molecule, and it is surrounded by a cell membrane. In the human body, there are two main parts of the cell membrane: the cell membrane (cell membrane) and the cell membrane lining the cell membrane. This cell membrane plays a crucial role in maintaining the integrity and function of the cell membrane, including cellular growth and division.

The cell membrane of the seed cell contains a cell membrane layer with a nucleus and the DNA molecule.

Of the 2.03 s some 0.4 are the tokenizer's, whatever the size of the model, and 0.26 SHA-256.

*Every byte is read once.* SHA-256, by which people compare a checkpoint with what its publisher says, needs the bytes in order,
and checkpoints have their tensors in another order than the blob (layers 0, 1, 10, 11, …). So tensors are converted in the
order of the files, `DigestingByteSource` takes the digest from what is read, and `BlobWriter.setAside` has places for records
that come in any order; where some turn out smaller than their places, the gaps are closed at the end. The output is read back
for its own digest, a fourth or half of the input. A billion weights (2.09 GB) to 8 bits in a control group of 300 MiB, caches
included, take 3.24 GB from storage: the input once, and the output; hashing first took 4.18 GB. What is read twice: an embedding and a head that have to be compared, in case
they are equal, and everything that calibration looks at.

What was quantized before loses nothing where its grid fits: the quantizer looks for a grid that holds every value of a group
before it searches. Q4_0 fits int4 in groups of 32 and Q8_0 fits int8. Q4_1 fits where the minimum is a whole number of steps,
since a zero point is an integer here while GGUF stores a float16: in the published SmolLM2-135M that holds for 0.3 % of the
groups, and the rest is searched anew.

## Figures, reports and pages

A number that may be wrong travels as a `Figure`: measured, modelled with an interval, or unavailable with a reason. There is
no way to make one that has a number and no source, and a number that is not finite becomes unavailable. A
`MeasurementReport` is made of them; its reader takes any bytes (bounded numbers, lists and texts), so that whatever draws
or compares a report needs no checks of its own.

Student: What makes a good opening for a story?
Teacher: The art of crafting a compelling opening. A well-crafted opening can be the first impression readers have of the story, setting the tone and direction for the narrative. At its core, a good opening is often a delicate balance of intrigue, curiosity, and spark.

To create an opening that engages readers, consider starting with a thought-provoking question, a thought-provoking narrative, or an unexpected fact. This technique allows you to create an immersive experience without having to spell out your message.

In the context of storytelling, a good opening often has a clear purpose.
Student: Give me one about a desert.
Teacher: A desert – the unforgiving expanse of unforgiving. There's a finite number of such landscapes in the world. The Sahara, in particular, is a majestic and unforgiving beauty. In the desert, one can find both beauty and despair.

The Sahara is a testament to the power of nature. It's a vast and unforgiving expanse that demands immense resources. Many people focus on the benefits of the Sahara, and they make excuses.

A lock on a canal is a device that raises and lowers boats between two opposite shores, and that is a very long and complex thing. But that's exactly how it should be, and that's just the way it is, and that's the way it should be.

Na praça da aldeia há um relógio que anda cinco minutos adiantado. Ninguém o corrige: dizem que assim se chega sempre a tempo. Só o padeiro tem outro relógio, mas esse atrasa dez.

Sabahları fırının önünde kuyruk olur. Herkes aynı ekmeği alır ama herkes başka bir şey anlatır. Fırıncı hepsini dinler, parayı sayar ve yalnızca yağmur yağacağını söyler.

The night I set sail on a stormy sea. The sun had been rising low, and the air was filled with the smell of salt and the sound of the waves crashing against the shore. I had just left the port of Lisbon, a city filled with dreams and bravado. I had set sail with a crew of 20, and I was a seasoned sailor. I had brought a few mementos with me, including a beautiful map of the Caribbean, a small piece of the crew's ration of salt, and a few tools on my ship. I had arrived at the port of Santa Maestra with a crew of 15, which was a considerable number, and I had welcomed them all to the crew.

I had spent the night at the ship's bar, and I was enjoying a fine meal and the rest of the crew was enjoying their own. I had just left on a mission, and I had left my ship, the one I was running, on the sand. I had left with the rest of the crew.

I had been watching the sea, and I had seen a big storm, and I had jumped over the horizon.

void NAME(CONTRACT)(float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token_count,
                    const swiftlet_matrix *rhs, size_t tile_row_begin, size_t tile_row_end) {
  if (token_count < PANEL_TOKENS) {
    swiftlet_matmul_f32_qsi8d_qai8gp_neon_dotprod(dst, dst_stride, lhs, token_count, rhs, tile_row_begin,
                                                  tile_row_end);
  } else {
    multiply_by_panels(dst, dst_stride, lhs, token_count, rhs, tile_row_begin, tile_row_end);
  }
}
SWIFTLET_END
#endif

Le marché se tient le jeudi, sous les platanes. On y trouve des fromages de chèvre, des paniers, de vieux outils et, quand la saison est bonne, trois sortes de prunes. La marchande de miel ne vend jamais tout : elle garde le dernier pot pour celui qui arrive en courant.

As we celebrate World Bus Day, let's make this a success for our beloved bus line. This year, we're celebrating a major development in the bus industry by launching a new line that connects both of our small towns.

The new bus line, a 12-stop bus service, is designed to improve the overall quality of life for both of our communities. With the addition of a new bus stop, you'll be able to hop from one town to the next, and the bus will be equipped with advanced technology that will help the passengers travel safely and efficiently.

To bring this vision to life, we're planning a special event to celebrate the new line in a way that will make it a reality. We're planning a press release that will go out to the world and celebrate this incredible development.

The press release will be released on a date set by the Mayor of the town of Henge.

Q: How do ships know where they are?
A: Ships navigate using a combination of GPS technology and the stars. Satellites orbiting the Earth communicate with these orbiting satellites, which are designed to provide a 24-hour map of the Earth's atmosphere. When a ship is moving, it can adjust its location by reflecting the signal off the atmosphere, allowing it to remain in orbit. However, when the ship is not in motion, it relies solely on these signals to find its own direction.

Ships also use constellations, which are regions of the sky with specific brightness patterns, often in the constellation of Orion.
Q: And before there were satellites?
A: Before the advent of satellites, ships relied on a network of pre-landed ships, each with its own GPS signal. These pre-landed ships carried navigation and control systems, which included computers and GPS equipment. These pre-landed ships would be stuck in place, which allowed ships to move and navigate without being controlled by satellites.

The first GPS satellites to reach Earth were launched in the early 1960s, and these satellites were designed to keep track of the world's position and transmit this information to a device, which was a radio transmitter.

\###u{69}mport measurement
from processes \###u{69}mport succeeded

# Name -> options of `swiftlet convert`.
ROWS = {
    "float32": "--bits 32",
    "int8, search": "--bits 8 --method search",
    "int4, search": "--bits 4 --method search",
    "int8, calibrated": "--bits 8 --method calibrated",
    "int4, calibrated": "--bits 4 --method calibrated",
}
# Those that take seconds, not minutes.
QUICK_ROWS = ["float32", "int8, search", "int4, search"]

# Name -> arguments of `llama-quantize` but for its files; none: the GGUF file as it is. IMATRIX stands for the file that
# llama-imatrix makes. Where embedding and head are one matrix, --token-embedding-type is of both; without it
# llama-quantize keeps them in 8 bits (6 or 8 with mixtures).
PEER_ROWS = {
    "F32": "",
    "Q8_0": "Q8_0",
    "Q5_0": "Q5_0",
    "Q4_K_M": "Q4_K_M",
    "Q4_K_M, imatrix": "--imatrix IMATRIX Q4_K_M",
    "Q4_1": "Q4_1",
    "Q4_1, imatrix": "--imatrix IMATRIX Q4_1",
    "Q4_0": "Q4_0",
    "Q4_0, imatrix": "--imatrix IMATRIX Q4_0",
    "IQ4_NL, imatrix": "--imatrix IMATRIX IQ4_NL",
    # As many bytes as int4 with zero points.
    "IQ4_NL, down Q5_0, imatrix": "--imatrix IMATRIX --tensor-type ffn_down=q5_0 IQ4_NL",
    "IQ4_NL, embedding Q5_0, imatrix": "--imatrix IMATRIX --token-embedding-type q5_0 IQ4_NL",
    "Q4_0, embedding Q4_0": "--token-embedding-type q4_0 Q4_0",
    "IQ4_NL, embedding IQ4_NL, imatrix": "--imatrix IMATRIX --token-embedding-type iq4_nl IQ4_NL",
}
# What a row's ratios are against.

Student: What are the four seasons like where you have many forests?
Teacher: The Four Seasons – the ancient lore of the world. I've spent a lifetime studying the ancient cultures of the four seasons, and I've been inspired by their unique adaptations to thrive in the vast expanse of their planet. The Four Seasons encompass the world's various landscapes, from the mountains and oceans to the land of sand and the two oceans.

In the winter, the Four Seasons are Aurora, where the earth is glowing with a warm, golden light. In the spring, the Four Seasons are Spring. In the summer, the Four Seasons are Summer. In the autumn, the Four Seasons are Autumn.
Student: Which one do painters like most?
Teacher: The Two: The Golden Age of Art. I've spent my life studying the two, but I've also seen the Golden Age of Painting. In many ways, I believe the Golden Age of Art is a symbiotic relationship between the two, where two artists and their art work together to create something that's both beautiful and powerful.

While I've been interested in the Two, I've never had the time to devote to studying the Golden Age of Art, but I've always been intrigued by the Golden Age of Painter, and I'm still captivated by it.

WESTHAVEN - The town council voted on Monday to reopen the covered market, which had been closed for a month, in a public ceremony. The market, which was closed for a month, has been allowed to continue at a reduced scale, with the government turning the decision into a public consultation.

The council believes that the market is 'not under the control of the town council's mayor and management' and believes that the last 72 hours have seen 'no official plans to deal with the situation' and that the council needs to provide more transparency. They said it is not the first time they have requested a public meeting to have a discussion about the market's future and their desire to see the market re-opened.

The council said they believed there was a 'need to improve the way the market works, to offer a different and better way to manage the market' and said they want to work with the town to improve the market and make it a more vibrant community.

The council also said they were 'dedicated' to bringing in a new mayor to oversee the plan, and said they would be looking to make changes to the town's planning to make the market more vibrant.

My father measured everything with a folding rule from which the first four centimetres had broken off. He added them in his head. When he was in a hurry he forgot, and so there are in our house one shelf that is too short, a door that does not quite reach its frame, and a rabbit hutch which, for reasons that he never explained, is exactly right. When I moved out he gave me a new rule, still in its paper. I have used it for years and trust it, and yet whenever I unfold it I look at the beginning first.

# Swiftlet on a board

For owners of a Raspberry Pi or another 64-bit ARM board: what to install, which model and cap to choose, what speed to
expect, and what to do about heat and power.

## Install

The system must be a 64-bit one (`uname -m` says `aarch64`); a Pi 3 or Zero 2 W runs both kinds. The program is one static
file, so the distribution and its age do not matter, and the same file takes the best instructions that the cores have.

```
sudo apt install ./swiftlet_VERSION_arm64.deb       # Debian, Raspberry Pi OS, Ubuntu
tar -xJf swiftlet-VERSION-aarch64-linux.tar.xz      # others: the program is in bin/
swiftlet doctor                                     # what board this is, and what is wrong with it
```

`sha256sum --check SHA256SUMS` checks what you fetched. `tools/package` makes the packages on an x86-64 machine.

## Which model, which cap

A blob of int4 takes about 0.7 bytes a weight. With less memory than that a model still runs: what the cap does not hold is
read from the disk for each token, at the disk's speed. `swiftlet plan FILE` shows every cap at which something changes, on
the board or on any other machine. Convert on a larger machine, or on the board itself: converting takes less memory than
running.

| board | memory | leave to the system | largest model at int4 that stays in memory |
| --- | --- | --- | --- |
| Zero 2 W, 3A+ | 512 MB | 150 MB | 350M |
| 3B, 3B+, 4 with 1 GB | 1 GB | 200 MB | 1B |
| 4 or 5 with 2 GB and more | 2 to 16 GB | 300 MB | 1.5B and more |

SmolLM2-135M at int4, with 2048 tokens of context and `--kv int8`: `--memory-cap 128M` keeps all of it in memory, `48M` keeps a
part. Without a cap a run takes at most three quarters of what is free.

- A cap that is too small is refused before anything is loaded, with the smallest one that works.
- `--kv int8` halves the memory of keys and values; `--context` bounds it.
- Leave swap alone: the cap is below what is free, so nothing is swapped. Swap on an SD card makes a board that runs
  something else besides slow, and wears the card.

Distances from the station: market square 0.4 km (5 minutes on foot), museum 1.1 km (14 minutes), harbour 2.3 km (28 minutes, or bus 6), lighthouse 7.8 km (bus 12, every hour until 19:20, not on Sundays). A single ticket costs 2.10, a day ticket 5.60, and children below six travel free. Dogs pay half and may bark in full.

At the Bella Vita in Leocali, a bakery in the heart of the city, the 2014 Roma dei La Dottieri offered a prestigious prize to the top local bakeries in Italy. The Italian competition was particularly notable because of the Roma dei La Dottieri, a French bakery in Milan, which won a regional prize in 2014.

The Roma dei La Dottieri took the lead in the market, with 24,000 pounds of product and a profit of 35 euros. They quickly built a reputation as a high-end bakery in Italy. They then promoted their products globally, and they reached a record of 230 locations in 14 markets.

The bakery was awarded 50 euros for their exceptional baked goods, and the Roma dei La Dottieri also presented a new prize, the Roma dei La Dottieri, for their European achievements. The Roma dei La Dottieri's promotion of their products across the globe was a testament to the power of cultural difference and Italian business. They vowed to continue this tradition and win the most recent regional prize.

def update(board: dict, counted: dict, kernels: dict) -> None:
    """Puts the costs into a board's cores of known designs; sources and everything else stay."""
    for cores in board["cores"]:
        if cores["name"] not in DESIGNS:
            continue
        for token, pair in costs(cores["name"], counted, kernels).items():
            for key, (value, low, high) in pair.items():
                cores[token][key].update(value=value, low=low, high=high)

def number(value: float) -> str:
    """As people write it: 9e9, 1.4e-10, 0.213, 4."""
    if isinstance(value, int) or 1e-3 <= abs(value) < 1e5:
        return f"{value:g}"
    mantissa, exponent = f"{value:.2e}".split("e")
    return f"{float(mantissa):g}e{int(exponent)}"

def text(value, indent: str = "") -> str:
    """A board as text: a coefficient or a list of words on one line."""
    if isinstance(value, dict):
        pairs = [f"{json.dumps(key)}: {text(member, indent + '  ')}" for key, member in value.items()]
        if "source" in value:
            return "{" + ", ".join(pairs) + "}"
        return "{\n" + ",\n".join(f"{indent}  {pair}" for pair in pairs) + f"\n{indent}}}"
    if isinstance(value, list):
        items = [text(member, indent + "  ") for member in value]
        if all(isinstance(member, str) for member in value):
            return "[" + ", ".join(items) + "]"
        return "[\n" + ",\n".join(f"{indent}  {item}" for item in items) + f"\n{indent}]"

Customer: Good morning. I bought this kettle here in spring and the lid no longer closes.
Clerk: Let me see. Ah, the hinge has come out on one side. Did it fall?
Customer: Not that I know of. My son says no, rather quickly.
Clerk: I can press it back in, that takes a minute. If it comes out again we exchange it, and you won't need the receipt, I'll write it on the card.
Customer: That's kind. Shall I wait?
Clerk: Please do. There's coffee by the window.

A business with a passion for craftsmanship and sustainability. Our company, "EcoToy," specializes in producing and delivering a variety of wooden toys with environmentally friendly materials. We're passionate about using only sustainable and eco-friendly materials, which aligns perfectly with the mission of our company. Our products are made using 100% recycled materials and 90% locally sourced.

In the past two years, EcoToy has successfully transformed its own supply chain, where we sourced our entire supply chain from a trusted supplier that has a proven track record of environmental sustainability. This has allowed us to achieve a 100% reduction in carbon emissions and support companies committed to making a positive difference.

EcoToy's business model is centered around the idea of using eco-friendly materials, but with a twist. Our products are designed to be made with recycled materials, and we provide a low carbon footprint solution for the home. We also support companies that prioritize sustainability, and this aligns perfectly with the company's mission.

EcoToy is committed to sustainability and is dedicated to making a positive impact in the world.

La casa tenía dos puertas y ninguna llave. Por la primera entraban los vecinos; por la segunda, el viento. Cuando mi abuelo quiso venderla, el comprador preguntó cuánto costaría cerrar las dos. «Lo mismo que la casa», respondió él, y se quedó a vivir allí.

A sorting algorithm is a set of instructions that aims to find the most efficient way to sort a collection of items. These algorithms often rely on a mathematical concept called divide-and-conquer, which breaks down a problem into smaller, more manageable parts. The idea of sorting is to identify the first n items from a collection, which can be any number of items, and find the item with the smallest possible order.

In everyday life, sorting can be applied in various aspects, such as data analysis, medical diagnosis, and even sports. For example, when a company wants to sort a list of people based on their salaries, they can use a sorting algorithm that takes into account the unique values of each person's salary. This can be achieved by dividing the list into two parts: one part containing the unique salary values and another part containing the people with salaries.

Sorting is also used in medical diagnosis, where it is used to find the smallest number of patients that can be matched based on their medical history. In sports, it is used in scenario-based games to find the smallest number of players that can be matched based on their fitness metrics.

Visitor: How do I remove a stain of red wine from a tablecloth?
Guide: One way to remove a stain of red wine from a tablecloth is to apply a light coat of light-colored paint, which is more visible than the original color of the wine. This method is simple but can only be used on the surface of the wine. The other way to remove the stain is to use a liquid with a lighter shade of color, usually white, and this is usually a good option if you only want to remove a small amount of the stain.
Visitor: And from a wooden table?
Guide: While this method is simple, it can be quite delicate and requires great care, especially if you are removing a small amount of the stain. But there is a way to make it even more effective. The most effective method is to use a lighter shade of color, which is typically white, and you can use it to make a small portion of the stain disappear from the tablecloth. This can be done by dipping a cloth in a solution of white vinegar, which is a natural stain remover. When the cloth is placed on the table, the stain is left behind on the cloth, but the fabric will now look lighter and more beautiful.

#include "swiftlet_system.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int swiftlet_open_counter(int which) {
  static const uint64_t events[] = {PERF_COUNT_HW_INSTRUCTIONS, PERF_COUNT_HW_CPU_CYCLES,
                                    PERF_COUNT_HW_CACHE_MISSES};
  if (which < 0 || which >= (int)(sizeof(events) / sizeof(events[0]))) {
    errno = EINVAL;
    return -1;
  }
  struct perf_event_attr attributes;
  memset(&attributes, 0, sizeof(attributes));
  attributes.size = sizeof(attributes);
  attributes.type = PERF_TYPE_HARDWARE;
  attributes.config = events[which];
  attributes.inherit = 1;
  // What an unprivileged user may count.
  attributes.exclude_kernel = 1;
  attributes.exclude_hv = 1;
  attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
  return (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

uint64_t swiftlet_thread_nanoseconds(void) {
  struct timespec time;
  if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) != 0) return 0;
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

What weighs more at the end of the day, the bucket or the water? The bucket, says the well, for I take the water back. The water, says the garden, for I keep it. It depends, says the arm.

A recent study published in the Journal of Occupational and Environmental Medicine found that longer school breaks can have a negative impact on mental health, particularly during childhood development. This study observed that children who were given extra time in school each day had lower levels of stress and anxiety compared to those who had only spent one day in school. It is imperative that teachers and policymakers re-examine the effectiveness of school breaks, reconsidering how they can be used to support the well-being of students.

"Is this seat taken?"
"It is now. Put your bag up there, otherwise you'll have it on your knees until Linden."
"Thank you. Does the train always leave this late?"
"Only on Fridays. On Fridays the driver's wife bakes, and he won't go without a slice."
"You're joking."
"I am. But look at the platform: there he comes, and what has he got in his hand?"

/// The header's counts and the places of the tables that follow from them (FORMAT-tokenizer.md).
struct TokenizerLayout: Sendable {
  static let magic: [UInt8] = Array("SLTK".utf8)
  static let majorVersion: UInt16 = 2
  static let minorVersion: UInt16 = 0
  static let headerByteCount = 96
  /// The longest text of one token or of the unknown surface; published ones stay under 512 bytes.
  static let tokenByteLimit = 1 << 16
  /// The most ids put in front of or behind a text.
  static let affixLimit = 64
  /// The most added tokens, and the most user-defined symbols.
  static let addedLimit = 1 << 16
  /// The largest pool of texts.
  static let poolByteLimit = 1 << 26
  /// The most units of a character map; the published ones have about 60,000.
  static let mapUnitLimit = 1 << 20
  /// Bits of a split that hold the merge's rank.
  static let rankBits: UInt32 = 20
  /// The longest left half of a merge.
  static let leftByteLimit = (1 << 12) - 1

  var byteTokens = 0
  var tokenOffsets = 0
  var scores = 0
  var splitEnds = 0
  var splits = 0
  var textSlots = 0
  var order = 0
  var addedTokens = 0
  var prefix = 0
  var prefixCount = 0
  var suffix = 0
  var suffixCount = 0
  var mapUnits = 0
  var mapUnitCount = 0
  var traits = 0
  var tokenPool = 0
  var tokenPoolCount = 0
  var addedPool = 0
  var addedPoolCount = 0
  var unknownSurface: Range<Int> = 0..<0
  var mapTexts: Range<Int> = 0..<0
  var byteCount = 0

## A token's way

`Engine.forward` → `Transformer.forward` cuts the tokens into chunks. Per chunk: the `WeightStore` writes embedding rows
into scratch; cosines and sines of the chunk's positions are computed once; for each block of the `LayerSchedule` the
store lends a stored layer's weights and `ForwardPass.attend` and `.feedForward` run them as a row of *jobs*. A job is a
value that all workers of the `WorkerPool` run on their share, with a barrier behind it; the caller, done with its own, takes
the shares of workers that have not begun, so that a crowded machine slows a run down instead of stopping it at barriers
(see *Threads*). Under layer sharing the schedule
lists each stored layer twice, each time with a cache slot of its own.

Jobs of one block, for a chunk of tokens: norm and activation quantization; q, k, v; rotation and cache store; attention;
quantization; output projection and residual; norm and quantization; gate, up, their product and its quantization; down
projection and residual. Each worker owns whole tile rows of a product, of gate and up in pairs that are a group of activations,
so what it multiplies, biases, gates, quantizes and adds is its own.

For a single token there are five: q, k, v; attention; output; gate, up; down. What is left of the others every worker does for
itself, in memory of its own, because for one token that takes less time than a barrier: norms with their quantization, the
rotation of the queries it needs, and the fold of attention's blocks. Whoever has a head's last block stores its key and value.
A block whose outputs go through norms of their own (Gemma) has two jobs more: a norm needs the whole row.

Attention is matrix products, with the kernels that multiply weights. The cache holds the keys of a head as a matrix
(position, dimension) and its values as one (dimension, position), both in tiles; the queries of all heads that share them,
and of a few tokens, are the rows that are multiplied, so that they share every read. Over an int8 cache the queries are
quantized, and so are the attention weights, in which the values' scales are already. Positions are walked in blocks of 128: a
block gives its largest score, the sum of its exponentials and a mix of values, and blocks are folded in order (online
softmax). A block depends on nothing but itself, so for a single token the workers share the blocks of every head, while in a
prompt each walks the blocks for tokens of its own.

A good public library does three things for a town. First, it helps the people who live in town. Second, it makes the town more vibrant and attractive. Third, it makes the town more attractive to other people. In other words, it saves the town's residents from having to buy expensive new homes that might not be as big as they wish.

So, this is more of a philosophy of community building and quality of life, in the sense that it’s a philosophy about how to improve people’s lives. You could think of it as a philosophy that makes the world a better place.

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

The case for learning to cook is not about money. It is about having fun and trying something new. There are always plenty of ways to make money, but the most enjoyable ones are always where there's a little bit of fun. So, here's a really good idea: learn to cook, and learn to eat.

By learning to cook, you'd start by having the most amazing resources. You'd learn to make a wide variety of food, and you'd learn to cook in a way that is totally exciting and exciting. And, it's also a great way to practice your love of food. When you're cooking, you're cooking. It's like a magic meal. When you're eating, you're eating. And, that's what it is.

So, the next thing I think about is learning how to eat. I think that's a very scary thing. I think that's one of the most scary things about the whole world. It's like the biggest horror you've ever seen. The biggest horror you've ever seen is eating. It's something you can never stop, that's what it is. And, eating is something you cannot stop. You can't stop eating. You're eating. It's as simple as that.

De brug gaat open als er een schip komt, en er komt altijd een schip als je haast hebt. Mijn buurman heeft daarom een stoel op zijn fiets gebonden. Hij zit dan in de zon, leest de krant, en is de enige die niet klaagt.

"You can keep the boat," said my uncle, "but you will have to paint it first." So I started paintin' the boat, and it took me a little while to finish, but I won't complain.

I didn't want to tell him I was going to leave, I just wanted to have a good time, I reckon. I put on a little magic on the sail, and I just looked out to sea, and I felt happy. And that's what I was thinkin' of when I left to go to America. And I'll always remember that.

NINA: You said you'd bring the ladder.
PAUL: I said I'd ask about the ladder.
NINA: And?
PAUL: And I asked. It's at my cousin's, under a tarpaulin, under a boat.
NINA: Then how do we get the kite off the roof?
PAUL: The same way it got up there. We wait for wind.

/// Confines the calling thread to these cores; returns 0 if the system refuses.
int swiftlet_set_thread_cores(const uint64_t words[SWIFTLET_CORE_WORDS]);

/// Sleeps until woken by swiftlet_wake_sleepers, unless the word's low half no longer is that of `value`.
/// May return early: the caller looks at the word again.
void swiftlet_sleep_while_equal(const uint64_t *word, uint64_t value);

/// Wakes every thread that sleeps on the word.
void swiftlet_wake_sleepers(const uint64_t *word);

/// A clock that is never set; some 25 ns a reading, no system call.
uint64_t swiftlet_monotonic_nanoseconds(void);

/// The sum of one word of each cache line among `count` words: a plain read of memory at full speed.
uint64_t swiftlet_sum_lines(const uint64_t *words, size_t count);

/// Opens the file behind `descriptor` again for reads that bypass the page cache (O_DIRECT); -1 with
/// errno where the file system has none.
int swiftlet_reopen_direct(int descriptor);

/// Bytes of the pages that the page cache holds of `count` bytes from `offset` on, in whole pages; -1 where
/// the kernel does not tell (before Linux 6.5). Source: cachestat(2).
int64_t swiftlet_cached_byte_count(int descriptor, uint64_t offset, uint64_t count);

To sharpen a kitchen knife on a stone, first, it must make a sharp point, which is another way of saying it has a sharp spine, a place where it's easier to hit with a knife.

For example, the "sharp point" of a knife is a metal point made of a hard material, like a razor blade, that serves as a point where you'll aim the blade. These points are often found on knives, and they can help you hold them while you're using them, making them easier to use and hold in your hand.

Now, let's talk about cutting and slicing. This is where the knife comes in handy. The "sharp point" is designed to be a cutting edge, and it's what's called a "edge blade" or "edge miter." This is a special type of edge that's designed to cut and remove things, and it's a knife that's perfect for this purpose.

In the old days of knives, it was common to cut things with knives, but now, with the advent of modern technology, we've created the idea of "use the knife" and see what we're able to make.

Q: How do you measure the height of a tree without climbing it?
A: Measuring the height of a tree can be achieved through various methods that don't require physical effort. Here's how a more practical approach can be used:

1. **Distance**: Measure the distance between the tree's trunk and its base. This can be done using a rope or a measuring tape.

2. **Pier placement**: The tree's root system can be divided into individual roots. Measure the diameter of each root and calculate the height based on the tree's growth rate.

3. **Measuring method**: There is no physical method that can measure tree height without climbing it.
Q: Could I use its shadow?
A: Using a shadow can be a bit more complex, but a digital tool can be used to measure the tree height directly. This tool is called a "tree height gauge." It uses a digital camera or a laser cutter to measure a tree's shadow and use it to calculate the tree's height. This method has been used in many fields, and it is known as a digital tool that can measure tree height. However, it is also a bit expensive.

4. **Floating a tree**: Using a ruler, you can measure the tree's height using the horizontal position of the ruler.

The weights' mapping asks for huge pages: prefetchers stop at page borders, and nothing outside the mapping becomes resident.
SmolLM2-135M at int4 on a shared 2-core x86-64 machine with AVX-512, medians of ten alternating `swiftlet bench` runs: decode
112 tokens/s without and 140 with them on one thread, 268 and 302 on two.

### Models larger than memory

A *unit* is what comes and goes together: a stored layer, or a part of embedding and head. Those two are stored in parts of
2048 rows, so that a part is about as large as a layer and one mechanism streams both. `ResidencyPlanner` decides which units
stay, the prefill chunk, and whether streamed units have one slot or two; `RunPlan` is its answer for people.

- *What costs.* A job whose prompt is as long as its answer reads every streamed unit once per decoded token and every
  streamed layer once per chunk of the prompt. So layers stay before parts of the head, and a longer chunk may be worth a
  layer's memory. Rows of an embedding that is not in memory are read by need, frame by frame, the tokens of a chunk in order of
  their ids.
- *Where the streamed layers lie.* As far apart as possible: while resident layers are multiplied, the next streamed one is read.
  With gaps of three and more one slot does, and its neighbour's memory holds one more layer.
- *Who reads.* `UnitLoader`, on a thread of its own, in the order of execution, pass after pass: read, check every frame,
  decompress, announce. A slot is given back as soon as the layer's last run under layer sharing is done. An error ends the pass
  that needed the unit, with the reader's line; the next pass starts anew.
- *How.* `UncachedFileSource`: what the page cache has already is taken from it (`cachestat`), the rest comes with direct reads
  into the slot itself, so that streaming neither grows what a control group is charged nor drives out what others cached.
  Where direct reads do not exist, pages are dropped behind the read.
- *When weights are compressed* is the converter's choice (`--compression`). Of SmolLM2-135M in int4 zstd saves 7.2 %:
  3.4 % of the codes, 29 % of scales and zero points. Under a cap of 48 MiB (2 threads, a shared 2-core x86-64 machine with
  AVX-512) the compressed file decodes 8 tokens/s, the plain one 55: decompression runs at some 0.7 GB/s on a core, reading and
  checking at 3. Plain is faster from any storage that gives more than about a twentieth of what decompression does. So `speed`,
  the default, compresses what saves a fourth (the tokenizer, metadata), and `size` what saves 2 %.

Field notes, north slope, 6 June. Wind from the east, force 2, cloud half the sky. Counted on 100 paces: 41 orchids in flower (37 last year), 12 spent; 3 lizards, all on the south face of stones; no adders, though the farmer saw one on Sunday. The spring runs thin. At noon a pair of ravens followed the tractor for the length of the field and left when it turned. The fence at post 18 is down again, pushed from inside. I suspect the brown heifer. She watched me write this.

The water purification process is a vital part of the global water cycle, and it's a complex process that involves various stages. A city's water supply comes in two primary forms: from its source – a natural water body like a river or a lake – and from human sources.

The water from a natural source is usually a combination of evaporation, natural filtration systems, and the natural water cycle's purification processes. The water from the natural source is collected and treated before being brought to a city's water supply. However, this process can be inefficient, as only a small portion of the water is being treated.

The process of removing the additional water from the city's water supply is known as desalination, and the amount required to meet global demand is constantly increasing. This process can be done in a controlled environment, such as a desalination plant, and it is a crucial part of the water purification process.

To make a city's water supply more sustainable, the water purification process is divided into several stages, which include, for example, filtration, treatment, treatment, and finally, reuse. This process allows the water to be used again, without having to extract or conserve the water from the natural source.

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

Am Abend wurde es still im Hof. Der Tischler hängte die Schürze an den Haken, zählte die Schrauben in der Dose und schloss das Tor. Morgen sollte der Schrank fertig werden, übermorgen kam der Wagen. „Wenn das Wetter hält", sagte er zu niemandem, und die Katze auf der Mauer blinzelte.

To create a laboratory experiment that demonstrates the dissolution of sugar in cold and hot water, we will use a technique called precipitation. In this experiment, we'll dissolve a sugar solution in water, and then use heat to melt the sugar and allow it to cool down. The heat will cause the sugar to dissolve, which is a form of evaporation.

The procedure will involve heating the solution to dissolve the sugar, which will then melt, creating a solid sugar solution that can be analyzed using a spectrophotometer. This is a type of laboratory experiment that uses a machine to measure the amount of a substance in a sample.

In this experiment, we'll have three different temperatures: 100°C, 200°C, and 300°C. We'll be using a thermometer to measure the amount of sugar dissolved in each of these three temperatures. This technique is known as thermomicroscopy. We'll be using a spectrophotometer to measure the amount of light absorbed by the solution and determine the composition of the solution based on this measurement.

The process will take several hours to complete, and the results will be compared to determine the exact composition of the solution.

User: Translate into French: "The shop is closed on Mondays, but you can ring the bell."
Assistant: "Le magasin est fermé le lundi, mais vous pouvez sonner."
User: And into German?
Assistant: „Das Geschäft ist montags geschlossen, aber Sie können klingeln."
User: Which of the two is more polite?
Assistant: Both use the polite form of address, "vous" and "Sie", so neither is more polite than the other.

A good neighbour is more than just a friendly acquaintance who feels sorry for their neighbors. They are a group of people who are built on a collective identity, a sense of community and belonging. They share a deep affection and a desire to improve the lives of others, even if those others aren't their neighbors.

In many cultures, it's not just being a neighbor that makes you a good neighbour. It's about being a good steward to those around you. It starts with small acts of kindness and generosity. It's about supporting those who are poor, who face hardships, who are not used to the rules of society. It's about creating a sense of community and belonging in your own neighborhood.

A good neighbour is not just anyone who is on the outside looking in. They are someone who puts the needs of others before their own. They have a strong sense of empathy, who values the well-being of others and is willing to do anything to help those around them.

They're not just people who can help, they're people who make a difference. They inspire others to do the same, who become inspired to be better people. They inspire others to do the same.

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

A reader refuses another version and ignores keys that it does not know. `samples.csv` has the samples as a table, with
empty cells for what was not seen.

`report.html` is made of it: one page without scripts that asks the network for nothing, light or dark as the reader's
device is set, for phones, desktops and paper. Half an hour of samples is drawn as 120 parts of the time axis, each with its
mean and a band from its lowest to its highest value, so no peak is lost. Hatched times are those at which the firmware held
the clock down; a hatched bar is modelled. `swiftlet compare report.json --html page.html` makes the page again.

## Comparing

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

The volunteer orchestra of Lower Brook gave its hundredth concert on Saturday evening. The hall began with "Lauda Mirabilia" (The Cause of Life), the first song of the English Heritage Heritage Alliance, which commemorates the death of William the Conquerlars William the Conquerlars, a 1000-year-old symbol of British identity. The concert showcased the opera "Lauda Mirabilia" and attracted a crowd of nearly 2,000 people, with a total of 110 musicians. The main band performed on stage with a full orchestra. The choir, who was sung by Thomas Parr, the 31st son of the former King of England, also performed, and one of the musicians, a young Paul Barnett, played the brass instrument with the peter ninefith. He joins the other musicians, including Parr, and the choir performed together, also with a full orchestra.
The concert ended with a song called "Bear's Pride" which is the song in the songbook of the song "Lauda Mirabilia" and which is written by a well-known singer named Jack Harris. The choir gave a kiss to the King George the Third.

كان في القرية بئر قديمة يجتمع عندها الناس كل مساء. يملؤون الجرار، ويتبادلون الأخبار، ثم يعود كل واحد إلى بيته قبل أن يظهر القمر.

\###u{69}mport os
\###u{69}mport subprocess
\###u{69}mport sys
\###u{69}mport tempfile
\###u{69}mport time
from pathlib \###u{69}mport Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent / "lib"))
\###u{69}mport bench_runs
\###u{69}mport measurement
\###u{69}mport synthetic_checkpoint
from bench_runs \###u{69}mport Spread, select
from command_line \###u{69}mport CommandLine
from environment \###u{69}mport say

def input_files(folder: Path) -> list:
    """What a conversion reads: weights, their index, configuration and tokenizer."""
    names = {"config.json", "generation_config.json", "tokenizer.json", "tokenizer.model",
             "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json"}
    return sorted(path for path in folder.iterdir()
                  if path.name in names or path.name.startswith(("model", "pytorch_model")))

def drop_from_cache(files: list) -> None:
    for path in files:
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

\###u{69}mport datetime
\###u{69}mport json
\###u{69}mport os
\###u{69}mport platform
\###u{69}mport re
\###u{69}mport shlex
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
    """The checkout's commit, with `+changes` if a tracked file differs from it.

    Figures, and the document made of them, are not what is measured.
    """
    name = output_of("git", "rev-parse", "--short=12", "HEAD")
    if not name:
        return "unknown"
    changes = output_of("git", "status", "--porcelain", "--untracked-files=no", "--", ".",
                        ":!benchmarks", ":!BENCHMARKS.md")
    return name + ("+changes" if changes else "")

Visitor: How does compound interest work?
Guide: Compound interest is a mathematical concept that goes beyond simple interest. It is the interest earned on both interest and cashback. The formula for compound interest is A = A(1 + r)^n, where A is the amount of money you'll earn on a certain interest rate, r, and n is the number of times interest is compounded.

To understand how it works, let's use a simple example. Suppose you have $100 to earn 2% interest, compounded monthly. In this scenario, the formula would be: A = 100(1 + 0.02)^12.
Visitor: Is it better to save early or to save more?
Guide: The decision to save early versus saving more depends on individual circumstances. Saving more often can provide long-term financial benefits, as you can recoup your investment in the future. However, there are situations where saving more is a better option.

Some advantages of saving more are:

1. **Increased financial freedom**: By saving more, you can create a financial cushion, which can help you enjoy your financial future.
2. **Reduced financial stress**: Saving more can reduce financial stress, as you can plan for future income and expenses.

The weather and climate are often used interchangeably, but there's a subtle distinction between them. Climate refers to the average weather patterns and climate classification, which is based on the Intergovernmental Panel on Climate Change (IPCC) 4th Assessment Report (AR4). Climate refers to the long-term changes in the Earth's atmosphere that affect the temperature and weather patterns. Climate is determined by the average global temperature and is influenced by natural factors such as volcanic eruptions and changes in the Earth's orbit.

Weather, on the other hand, refers to the temporary conditions and patterns of the air and the atmosphere. Weather can be influenced by external factors, which are often weather patterns, and can change over time. Weather can be influenced by the actions of humans, which is reflected in weather patterns, but weather itself is the natural state of the atmosphere.

To illustrate the difference, consider a classic example of climate and weather. Imagine a desert where the weather is extremely hot and dry. In this scenario, the climate is a collection of weather patterns, and it's influenced by the desert's unique climate. On the other hand, consider a city with a growing climate where the weather is influenced by the temperature of the Earth's atmosphere.

Maps do not only show places; they also decide what counts as a place. Consider the following, with which you can go to any town in Europe: 1) A hotel that is not too far from your current location, 2) A restaurant that serves the best dishes. 3) You can visit a hotel that you have never visited before, 4) A shop that is a little bit different, 5) A restaurant that serves a local favorite.

This not only gives you an idea of what people are looking for, but also makes the rest of the world look down their noses at these beautiful people.

Το καράβι φεύγει στις οκτώ και γυρίζει το βράδυ. Όποιος χάσει το τελευταίο μένει στο νησί, όπου υπάρχουν ένα καφενείο, δύο βάρκες και πολλά αστέρια.

河边的茶馆有十二张桌子,第十三张留给迟到的人。老板说,迟到的人走了最远的路,应该坐最好的位置。那张桌子靠窗,能看见桥。

Visitor: Who builds the nest, the male or the female bird?
Guide: The crow, the crow family is built by the male crow. The male crow is typically a female, and the female is typically the female crow. However, the male's male offspring is sometimes called a "male crow" or a "males" and is considered a "male crow."
Visitor: What do they build it from?
Guide: The female crow builds the nest using a combination of bones, feathers, and a large nest ball made of materials like bamboo and spider silk. The male crow will use this as a home and will spend a lot of time building the nest to keep the female crow safe from predators.

A Painter's Day by Theo Jenson

It was a bright and sunny day in the quaint little town of Whiskey Barn, where a painter named Theo Jenson spent his days. Theo Jenson was a man with a passion for art, a city-dweller with a desire to make a difference. He had a workshop just outside of town, where he spent his days painting doors.

Theo Jenson loved his work, and he had many projects to choose from, from creating intricate designs in glass to using metal as a canvas. He was known to be a loyal and dedicated employee, and the town loved him for it.

One day, the town decided to give a special shoutout to Theo Jenson's creative endeavors. They offered him a job, and he took it. He used to spend his days painting doors, and he made sure to keep his projects ready with a special design in each of them.

Theo Jenson was very proud of himself, and he always enjoyed taking on new projects. He loved the idea of creating art for the community, and he wanted to make a difference by using only the materials that the town would support.

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

{
  "format": "swiftlet-workload",
  "version": 1,
  "name": "ten-turn-chat",
  "summary": "A conversation of ten turns; each goes on where the last one ended.",
  "repetitions": 2,
  "turns": [
    {"prompt_tokens": 48, "generated_tokens": 80}, {"prompt_tokens": 24, "generated_tokens": 100},
    {"prompt_tokens": 32, "generated_tokens": 120}, {"prompt_tokens": 20, "generated_tokens": 60},
    {"prompt_tokens": 40, "generated_tokens": 120}, {"prompt_tokens": 24, "generated_tokens": 90},
    {"prompt_tokens": 16, "generated_tokens": 70}, {"prompt_tokens": 36, "generated_tokens": 110},
    {"prompt_tokens": 28, "generated_tokens": 100}, {"prompt_tokens": 24, "generated_tokens": 80}
  ]
}

The Octopus is a complex and fascinating creature with a rich history and ecology. Octopods are cephalopods, which include the familiar groups of Snorkell and Dungeness, but they are actually a family of their own. They belong to the class Cephalopoda and the order Octopus. Octopuses are incredibly intelligent and can adapt to a wide range of environments. They are highly social animals that live in colonies and form complex societies. In the wild, they can be found in all oceans worldwide, but in captivity, they are also available in many species.

One of the most notable features of Octopods is their remarkable agility and the ability to change their shape to evade predators. They can also change their skin texture and skin color to blend in with their environment. They also have a complex sense of smell that is much more sensitive than that of other animals. They are able to smell their prey with their whiskers, which is an adaptation that allows them to locate and capture prey in a variety of environments.

The intelligence of Octopods is just incredible, with a brain that is the size of a dinner plate.

## Quantizing with a text

`convert` has three methods. *Nearest* and *search* look at the weights of one group at a time (`BandQuantizer`).
*Calibrated* looks at what they multiply (`Calibration`), one stored layer at a time, in memory of one layer in float32,
what is quantized already, and the hidden states of the text:

1. A window of the text goes through the layer with its float weights (`BlockRunner`, the forward pass of every run, which
   stops behind each block and shows what projections multiply). The four inputs' second moments X'X are added up
   (`SecondMoments`), without the first four positions of a window: their activations are a hundred times larger.
2. Input channels are scaled (`ChannelScaling`), which is undone where the input is made: in a norm's gains, in the rows of
   up, in the rows of the value projection. Rows have scales of their own, so that costs those matrices nothing. Scales are
   chosen by the error of rounded weights and of int8 activations together.
3. Each matrix is rounded column by column with X'X = U D U' (`TriangularFactor`, `CalibratedQuantizer`): a column is rounded
   to the nearest of what it and the errors before it, weighted by U, add up to. The grid of a group is the one of several
   under which its own rounding costs least. With a worth for bits (`RateModel`) a code's frequency counts too.
4. The window goes through the quantized layer, with the kernels of every run: later layers see earlier errors.
5. Parts of the head that take 4 bits (a tied embedding is the head) are rounded like 3, with the moments of what the final
   norm makes of the text.

Behind the last layer the model as a whole is tuned towards the float model (`Distillation`): gains of norms and scales of
groups, with all codes as they are, so that the divergence of the next token's distribution falls. A window goes forwards
with the kernels of every run (`Student`); its gradient goes backwards block by block in float32 (`LogitsDivergence`,
`BlockGradient`), from nothing but each block's input: the block is computed again. Products are the kernels', with weights
and activations turned over into tiles (`FloatTiles`), so a token costs about four forward passes in float32. A parameter
is the logarithm of a factor (`ParameterLayout`; steps are Adam's, `TunedParameters`, larger the farther the model is from the
float one and smaller for the finer grid of 8 bits), and the gradient of a scale's is the sum over its group of weight times
the weight's gradient: codes are not looked at. Every tenth window is held out, and what is kept is the best that it
has seen, so a text can do little harm. Blocks of a kind that `BlockGradient` does not cover are left as calibration made
them, and the report says so.

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

Chess is a game for two players on a board of sixty-four squares. Each player has a single piece, which is an unmarked piece, including the queen and the king. In a game of chess, a player's turn begins when a king is on the board. In this game, the queen is the "lady of the game," and the king is the "lord of the game."

The game continues with each piece and set in reverse. The pieces move in a specific sequence, which is a chess piece's piece movements. This can be achieved by simply using different colors or symbols to color-code the pieces.

The game also has a "game over" to the player who's eliminated. In a game of chess, it's impossible to win, but the game is considered a draw in the game's logic. In a game of chess, it's a "trophy" that is won by a chess player who holds the highest total sum. In a game of chess, it is considered a "lady of the game."

The game is played with a piece called a "pawn." A pawn is a small piece, and it is the only piece in the game. The pieces are numbered 1 through 6, but the king is numbered 1.

If p then q. If q then not r. Suppose r. Then not q, by the second premise, and so not p, by the first. Therefore: if r, then not p. Nothing in this depends on what p, q and r say. With "it rains" for p, "the street is wet" for q and "the chalk drawing stays" for r, it is a remark about weather; with other words it is a remark about something else, and just as true.

Question: How does a thermometer work?
Answer: A thermometer works by converting human body heat into a temperature scale, typically in Celsius or Fahrenheit. The process involves a high-temperature heating device called a heat exchanger. The device uses a heat source, typically an electrical circuit, to heat a material, which is then converted into a temperature measurement.

The device consists of a heat exchanger, a heating element, a backplane, and a controller. The heat exchanger is usually a thermocell with a heat source, usually a heat sink, a backplane, and a controller. The controller converts the heat source into a low-temperature heat transfer method.
Question: Why was mercury used in the old ones?
Answer: The use of mercury in old thermometers was a significant legacy of the 19th century. In the early days of thermometry, mercury was often used to measure very high temperatures, which made it challenging to perform certain tasks.

The use of mercury in thermometers was initially limited to measuring extremely high temperatures, which made it difficult to use for such applications as in the current thermocell. However, in the 19th century, the introduction of electric thermometers, which could measure extremely high temperatures, made it possible to use mercury in thermometers.

Pages (`ReportPage`, `ComparisonPage`) are made by Swift code out of a report alone. A content policy forbids scripts and
connections, every text is escaped, and charts are SVG written here: a chart library would be a script, and most are larger
than all pages together. Long series are drawn as parts of the time axis with mean, lowest and highest.

A board's coefficients are a file (`configs/boards`), and the files are built into the program as texts that its reader of
board files parses when they are asked for: one static file has no place beside itself, and a board of one's own takes the
same way. `BoardForecast` models a plan's speed and energy from them; errors add up as if all went the same way, so that an
interval is too wide rather than too narrow.

## Measuring

`BoardSampler` is a thread of its own that reads meters, `/proc` and `/sys`; its memory is the plan's owner `measurement`. An
`EnergyMeter` gives watts or joules or a reason why not; `MeterTrace` integrates, and knows nothing across a gap.
`WorkloadRun` notes spans, `WorkCount` what they computed and touched, exactly; `PhaseSummary` makes figures of all of it, by a
meter where there is one, else by a board's coefficients. Tests give meters a tree of files in place of `/sys` and moments in
place of a clock.

## Dependencies

| what | why |
| --- | --- |
| libzstd (system, Debian `libzstd-dev`) | the container's compression; a format's reference implementation beats our own |
| swift-argument-parser | the command line, in SwiftletCLI alone; it brings FoundationEssentials, nothing else does |

What is our own although libraries exist, and why:

- *JSON*: Foundation's reader takes the last of two equal keys in silence, gives no place for most errors, and would put
  Foundation's megabytes into a process whose cap counts them.
- *SHA-256 and XXH64*: a hundred lines each with published vectors; swift-crypto would add BoringSSL to the binary and to every
  cold build, and libzstd does not export its XXH64. SHA-256 uses the processor's instructions for it where there are any
  (`CSwiftletSystem/sha256.c`), so that hashing does not hold up conversions and verification; the plain Swift stays as the oracle.
- *Float16 conversions*: `Float16` needs run-time support that differs between compilers on x86-64.

def main() -> None:
    options = arguments()
    entries = options.text + ([options.long_text] if options.long_text else [])
    texts = {name: Text(name, Path(path), about) for name, path, about in entries}
    checkpoints = {name: Path(path) for name, path in options.checkpoint}
    content = content_of(options, texts)
    binary = options.swiftlet or bench_runs.build_swiftlet()
    with tempfile.TemporaryDirectory(prefix="quality.") as name:
        folder = Path(name)
        programs = {"swiftlet": SwiftletQuality(binary, checkpoints, texts, options.threads, folder)}
        if options.llama:
            programs["llama.cpp"] = LlamaQuality(
                options.llama, {name: Path(path) for name, path in options.gguf}, options.calibration,
                token_files(binary, checkpoints, texts, folder), options.threads, folder)
        for row in rows_of(options, content["commit"]):
            done = {quality_runs.key_of(entry): entry for entry in content["rows"]}
            earlier = done.get(row.key)
            if not options.again:
                row.conditions = row.missing(earlier)
            if not row.conditions:
                say(f"{row.label}: measured before")
                continue
            kept = row.kept(earlier)
            done[row.key] = measure(row, programs[row.program])
            done[row.key]["runs"] += kept
            content["rows"] = list(done.values())
            if options.json:

Granite is a coarse-grained igneous rock that is composed mostly of feldspar minerals and other minerals. It is a major component of volcanic rock. When light hits granite, it scatters in different directions, including colors like pink, blue, and orange, not seen with light.

As I stepped off the bus, a warm and inviting smile crept onto my face, a deep shade of coral that seemed to blend seamlessly into the ocean's ever-changing beauty. I had always been a sailor, but I was thrilled to be a teacher, not a sailor, but to be a teacher of the sea. My name was Sophia, and I was a matriarch of the sea – her favorite subject.

Sophia had just finished a long and arduous journey to find the perfect teacher, and I was in awe of her. I had been my own teacher, and I knew that I had a role to play, to teach the world about the ocean. I knew that I had to make the best of it, to teach the best. I had no idea what it would be like to be a teacher, but I was determined to make it happen.

I had just finished a lesson on how to make a ship, and I was looking up at the stars. I was amazed by the design of the ship, and I had no idea how to make one.

/// Why a report or a board file cannot be used.
public enum MeasurementError: InputError {
  /// The file cannot be read.
  case unreadable(ByteSourceError)
  /// The file is larger than any that Swiftlet writes.
  case tooLarge(InputFault)
  /// The text is not JSON.
  case notJSON(JSONError)
  /// A report of another version of the format.
  case versionUnknown(InputFault)
  /// A value is missing, of another kind, or out of its range.
  case valueInvalid(InputFault)

  /// File, place, expected, found.
  public var fault: InputFault {
    switch self {
    case .unreadable(let error): return error.fault
    case .notJSON(let error): return error.fault
    case .tooLarge(let fault), .versionUnknown(let fault), .valueInvalid(let fault): return fault
    }
  }
}

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

Visitor: What should I see in a harbour town in one afternoon?
Guide: Hangover in a one-day town. What a delightful idea, I'm afraid. Enjoy your one-day town experience by immersing yourself in the vibrant atmosphere of a vibrant Harbour Town.

The first thing you might notice is the vibrant colours, the sound of the sea, and the energy that is as often seen on a summer day. You might see locals and visitors alike, trying to make their way through the various areas of the town.

The food scene is incredibly vibrant, with a wide range of local specialties, from local seafood to international cuisine.
Visitor: And if it rains?
Guide: Even when it rains, you'll find a thriving atmosphere, with people dancing and enjoying the laid-back vibe. The sound of the sea is a constant, a constant comfort.

You might see people enjoying the sights and sounds of the ocean, enjoying the atmosphere of the town. People often get lost in their own reflection, so you might see people taking their own bubbles.

The smell of the sea, which is a luxury many people enjoy, is a staple of the Harbour Town life.

På vintern fryser sjön till, och då är vägen till affären bara hälften så lång. Den första som går ut på isen är alltid fru Lind. Hon har en käpp med järnspets och lyssnar efter varje steg.

The Taste of Bite: Welcome to the Best. Please, allow me to propose a Bite of the Best, a classic Chinese fusion dish that is both iconic and international. Our restaurant serves the finest and freshest ingredients, from the bold flavors of Chinese cuisine to the bold twists of internationals, and has become a culinary melting pot. I personally ordered 'The Matcha Mango,' which is a traditional Japanese recipe that has been enchanted for centuries. The Matcha Mango is a light and refreshing option that is both elegant and delicate.

As I entered the restaurant, I was immediately struck by the simplicity of the experience. The atmosphere was warm and inviting, with a couple of incredible views of the world. I was taken with the Bite of the Best, the one that has become a part of my culinary identity. The menu is a little bit of everything, with a big deal of Chinese, internationals, and Japanese. But the best part is the small plates. The Chinese take over the table, and the Japanese take over the entire table. It's amazing.

But the truly amazing part is the selection. I have no idea where I could find something like it.

The telescope is a device that takes in light and uses it to create a magnified image. When light passes through a telescope, it has its own unique perspective. Since light travels at a speed of approximately 299,795,630 meters per second (about 2.828 light years per minute), it takes time to cross the Earth's atmosphere and reach our planet. This enormous distance takes a fraction of a second to reach our eyes, but the telescope uses a process called diffraction optics to create a magnified image.

The telescope works by reflecting a beam of light off of a mirror and onto a transparent material called a lens. This lens can magnify the image of the telescope by a factor of 10,000, which means that the image appears to be magnified by a factor of 10. This process is called diffraction optics, and it's what allows the telescope to create a clear image of distant objects.

The image is made of a light ray that travels from the telescope to the observer, and from there it is reflected back to the telescope, creating a magnified image. This is what makes the telescope's distant objects appear as close as they do.

User: What is 17 times 24?
Assistant: 17 times 24 is 408. You can see it as 17 times 20, which is 340, plus 17 times 4, which is 68.
User: And 408 divided by 16?
Assistant: 408 divided by 16 is 25.5, since 16 times 25 is 400, and the remaining 8 is half of 16.

/// Which rows of a long series a chart draws.
package enum ChartRows {
  /// Parts of the time axis that have at most four rows each: more than a phone has points, less than half of the page's
  /// bytes.
  package static let partCount = 120

  /// Rows that keep every peak: of each part of the time axis the first, the lowest, the highest and the last.
  ///
  /// A gap is kept where a part has no value at all.
  ///
  /// - Parameters:
  ///   - times: ascending.
  ///   - values: what is drawn, or what decides in a stack; as many.
  ///   - partCount: parts of the time axis.
  /// - Returns: indices in order, at most four for each part; all if there are no more.
  package static func selected(
    times: [Double], values: [Double?], partCount: Int = ChartRows.partCount
  ) -> [Int] {
    guard let first = times.first, let last = times.last, times.count > 4 * partCount else {
      return Array(times.indices)
    }
    var rows: [Int] = []
    var start = 0
    for part in 0..<partCount {
      let end = first + (last - first) * Double(part + 1) / Double(partCount)
      var stop = start
      while stop < times.count, times[stop] <= end || part == partCount - 1 { stop += 1 }
      defer { start = stop }
      guard start < stop else { continue }
      var chosen: [Int] = []
      for index in start..<stop where values[index] != nil {
        guard chosen.count == 4 else {
          chosen = [index, index, index, index]
          continue
        }

Keeping a diary is a universal human practice that has been practiced throughout history, and it holds a unique history that serves as a reflection of people's way of understanding and their thoughts. However, what is often overlooked in the history of personal diaries is the many social and historical factors that contribute to their longevity.

In ancient times, people used to record their daily lives to share their experiences and opinions. They would write about their lives, their homes, their communities, and their profession. This practice began with the ancient Greeks and Romans, who would record their thoughts, their stories, and their history. This tradition began around the 6th century BC and lasted until the 17th century.

The early Greeks used clay tablets with ink, which they created. The Romans would use wax on these tablets, which they would have no time to write on. These tablets were made of solid wax. They used these tablets to record their lives.

The ancient Greeks are known for their love of writing, which is why they used to write their thoughts and ideas. The Greeks would write in the columns of their temples. They used to do it in columns, and they would write about their life.

Notice in the stairwell

The lift will be out of use from Monday, 7:00, to Wednesday, about 17:00. Whoever needs help with shopping may ring at the ground floor left; the two students there have offered to carry, and accept cake. Please do not put bicycles in the passage during these days, since the new cable has to come through it and is longer than one would think.

The management

/// The scales and zero points that are refined, the plain choice first.
private struct Candidates {
  private(set) var grids: InlineArray<4, CodeGrid>
  private(set) var scales: SIMD4<Float>
  private(set) var count: Int

  /// So many scales with the same zero point.
  @inline(__always)
  init(_ grid: CodeGrid, scales: SIMD4<Float>, count: Int) {
    grids = InlineArray(repeating: grid)
    self.scales = scales
    self.count = count
  }

  @inline(__always)
  init(_ grid: CodeGrid, scale: Float) {
    self.init(grid, scales: SIMD4(repeating: scale), count: 1)
  }

  @inline(__always)
  mutating func append(_ grid: CodeGrid, scale: Float) {
    grids[count] = grid
    scales[count] = scale
    count += 1
  }

  /// Appends the most promising of `tries`, if any is.
  @inline(__always)
  mutating func append(
    bestOf tries: Tries, _ kernels: KernelSet, _ values: UnsafePointer<Float>, _ valueCount: Int
  ) {
    let grids = tries.grids
    let best = unsafe grids.span.withUnsafeBufferPointer { buffer -> CodeGrid? in
      guard let base = buffer.baseAddress,
        let index = unsafe kernels.bestGrid(
          of: values, count: valueCount, grids: base, gridCount: tries.count)
      else { return nil }
      return unsafe base[index]
    }
    if let best { append(best, scale: 1 / best.inverse) }
  }
}

Student: What is a variable in programming?
Teacher: A variable in programming refers to a data type that can take on specific values, perform specific actions, and can be used to store and manipulate data. In other words, a variable is a container that holds a value, performs a specific action, or can be modified.

Think of a variable as a memory that holds a set of values, which can be accessed, modified, or reassigned. The main components of a variable are the type, data type, and memory location.
Student: How is it different from a constant?
Teacher: A variable is different from a constant in programming terminology. A constant is an immutable, self-referential behavior that cannot be changed. In other words, a constant is a value that remains the same across different execution paths.

In the context of programming, a variable is the actual data that holds the value, while a constant is a value that is defined and does not change. However, in Python, a variable can still hold a constant, as it is a memory that holds a set of values, but it is not a value that can be changed.

2024-05-02 06:14:09 INFO  pump: started, target 2.4 bar
2024-05-02 06:14:11 INFO  pump: 2.1 bar
2024-05-02 06:14:12 WARN  valve 3: no answer, trying again (1 of 3)
2024-05-02 06:14:14 INFO  valve 3: open
2024-05-02 06:14:15 INFO  pump: 2.4 bar, holding
2024-05-02 07:02:40 ERROR tank: level 8 % is below 10 %, pump stops
2024-05-02 07:02:40 INFO  pump: stopped after 48 min 31 s, 1310 litres

A tropical island is characterized by its lush biodiversity, vibrant landscapes, and the gentle slope of its terrain, which slopes gently down to the ocean. The island is surrounded by an archipelago of 1300 islands, with 2500 feet of coastline, 1000 feet of mangroves, and the surrounding islands are each with their own unique ecosystem.

The tropical island of Mokilabari, also known as The New Eden, is a marine sanctuary and marine wildlife sanctuary. This is also the world's most pristine marine sanctuary, with 2000 marine species on the island. The island is home to the Maldives, a country that has been described as the "third largest island in the world" by the Guinness Book of World Records.

The tropical island is also home to over 2100 species of fish and the inhabitants are the only humans to have ever lived on Earth. This is because only humans have ever been able to colonize a planet. The island is a world without global warming and climate change, as the island is one of the only examples of a biodiverse planet.

# The `.swiftlet` container, version 3.0

A `.swiftlet` file holds one language model: its configuration, its tokenizer, its weights in the order and layout in
which the kernels read them, and where they came from. This page is the contract. A reader or writer can be made from it
alone, together with RFC 8878 (zstd), FIPS 180-4 (SHA-256) and the XXH64 specification; `tools/blob-reader` is one.

MUST, MUST NOT, SHOULD and MAY are used as in RFC 2119. "Refuse" means: report an error and use nothing of the file.

## Conventions

- All numbers are little-endian. `u8`, `u16`, `u32`, `u64` are unsigned, `i64` is two's complement, `f64` is IEEE 754
  binary64. Fields follow each other without padding unless the table shows it.
- Offsets count bytes from the start of the file. A byte range is written `begin ..< end`.
- *Raw bytes* are what a record means, *stored bytes* are what lies in the file for it.
- XXH64 always has seed 0, and its 64-bit result is stored as a `u64`. SHA-256 is stored as its 32 bytes in order.
- `align(x)` is the smallest multiple of 64 that is not less than `x`.

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

Q: Help me to plan a birthday party for a child of seven.
A: Sending a birthday party to a child of seven can be a complex task, but I'll guide you through a simple plan that works for a relatively large family. First, you'll need to choose a venue that can accommodate the size of your party. You can consider a wedding party wedding services, but if you're planning to have a child party, you'll need to consider a venue that can accommodate your grandma's party.

The next step is to think about the party budget. Calculate your budget, and think about what type of party you're planning.
Q: What games could they play indoors?
A: Since your child of seven loves games and entertainment, you have a ton of options to play indoors. Here's a list of some indoor games and entertainment options:

* Board games: You can play many games like GoLola, Scrabble, and Monopoly. You can also use online platforms to play these games.
* Board games: If you can't find games online, you can still enjoy board games at home. You can play Settlers of Catan, a popular game, and other games like Dungeons & Legends, which is a mix of board games, strategy, and art.

The 5502 is a beautiful shoe that can turn heads. This pair is 20% more comfortable than my usual pair of boots. I would recommend it to anyone who uses them. They have a wonderful fit and it's perfect for hiking. I'm going to the gym tomorrow and I've got 20% of my budget saved. I will pay it in cash. It's a pair of boots that I've been using for years, so I'm going to try and find a new pair that will make up for the extra money I'm going to spend on this shoes.

Minutes of the allotment society, 14 May

Present: eleven members, later twelve.
1. The water will be turned on next Saturday. Whoever has an open tap then pays for the flood.
2. The hedge along the railway is to be cut in August, not before, because of the nests. Agreed with one vote against.
3. Wheelbarrows. There were five; there are three. The chair asks nobody in particular to look behind their shed.
4. The summer party is on the second Saturday of July. Salads are to be announced, since last year there were nine of potatoes.
Closed at 20:40.

After eleven days of rain the river fell back below the first mark on Thursday. Residents of the area have already begun to panic as they are no longer able to find the water to drink.

class InnerLoopsTests(unittest.TestCase):
    loops = InnerLoops(LISTING)

    def test_only_backward_branches_close_loops(self):
        self.assertEqual(self.loops.loops, [Loop(0x1008, 0x1014), Loop(0x1004, 0x1018)])

    def test_the_smallest_loop_counts(self):
        self.assertEqual(self.loops.around(0x1010), Loop(0x1008, 0x1014))
        self.assertEqual(self.loops.around(0x1018), Loop(0x1004, 0x1018))
        self.assertEqual(self.loops.around(0x1008).instructions, 4)
        with self.assertRaises(ValueError):
            self.loops.around(0x101c)

    def test_the_hottest_block_has_most_instructions_not_most_executions(self):
        profile = Profile({(0x1018, 1): 30, (0x1008, 4): 10})
        self.assertEqual(self.loops.hottest(profile), Loop(0x1008, 0x1014))

if __name__ == "__main__":
    unittest.main()

function remaining(deadline, now = Date.now()) {
  const seconds = Math.max(0, Math.floor((deadline - now) / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

for (const element of document.querySelectorAll("[data-deadline]")) {
  element.textContent = remaining(Number(element.dataset.deadline));
}

FATHER: What does the note say?
CHILD: It says, "I have gone to find the sea."
FATHER: Who wrote it?
CHILD: The tortoise.
FATHER: The tortoise can't write.
CHILD: I helped with the spelling.

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

@Suite struct BitsTests {
  @Test func aDifferenceInOneBitIsFound() {
    #expect(Bits.firstDifference([1, 2, 3], [1, 2, (3 as Float).nextUp]) == 2)
    #expect(Bits.firstDifference([0], [-0.0]) == 0)
    #expect(Bits.firstDifference([.nan], [1]) == 0)
    #expect(Bits.firstDifference([1], [1, 2]) == 1)
    #expect(Bits.firstDifference(halves: [0x3C00], [0x3C01]) == 0)
  }

  @Test func nansOfAnyPayloadAreEqual() {
    let other = Float(bitPattern: 0xFFC0_0001)
    #expect(Bits.firstDifference([.nan, 1], [other, 1]) == nil)
    #expect(Bits.firstDifference(halves: [0x7E00], [0xFE01]) == nil)
  }
}

A battery stores energy through the process of chemical reactions. When you charge your device, it uses electrical energy to change from a solid to a liquid state, making it easier to hold and transfer. This process involves several chemical reactions that convert electrical energy into chemical energy.

When you use the battery, the energy is stored in the form of a chemical reaction that involves one of the electrodes, which is typically lithium ion batteries. The battery has a chemical reaction that breaks down into a chemical fuel, usually carbon dioxide, and releases oxygen, which is released during charging. The battery also releases energy in the form of heat, which can be harnessed by electrical devices to power them.

The battery operates based on the electrochemical process of chemical reactions, where a chemical reaction takes place between the electrodes and the electrolyte, which is a chemical that allows the electrodes to release electrons. This process is known as a chemical battery. In some cases, a battery may use a hybrid battery technology, where two different types of batteries are used to maximize efficiency.

All sums are kernels' products or in an order of their own, and factors are powers of two in sixteenths, so the file is the
same on every machine and for every number of threads. A finished layer lies on the disk until the file is complete
(`CalibrationState`): the same command goes on behind it, with the same bytes as the result.

## Choosing formats under a size

With `--target-bpw` or `--target-size` each matrix, and each part of the embedding, gets one of seven formats
(`SizeTarget.candidates`: 4 and 8 bits, groups of 32 to 128). What each would cost is measured before (`Sensitivity`) on 1,024
tokens of the calibration text, in nats of divergence of the logits:

- The float model runs once, layer by layer. Beside its hidden states go a stream for each layer passed, in which that layer
  alone is rounded to 4 bits, and one for the embedding. At the end the divergence of a stream's logits from the float ones is
  its layer's loss (`HeadSensitivity`, `LogitSums`: the vocabulary goes by in parts, so no row of logits is ever whole).
- The layer's matrices share its loss by what each alone does to the layer's output (`RoundedLayer`). Formats share a matrix's
  by the squared error of its weights, each column times the mean square of its input (`RoundedRows`).
- A part of the head counts by what its own rounding does to the float model's logits, a part of the embedding by how far it
  moves the tokens that are in it.

`FormatAllocation` then goes down the convex hulls of loss over bytes, best step first. Losses are taken as independent and
additive, which they nearly are as long as they are small.

## Why the bits are equal everywhere

- Integer products are exact inside a group of 32 columns; groups are added in order into one float per row.
- Sixteen rows of a tile are the sixteen lanes of the "virtual vector". Float reductions along a row (norms, softmax
  sums) run over sixteen lanes in a fixed order, with a fixed tree at the end.
- Attention folds fixed blocks of positions in order, whoever computed them, and positions that a token does not see have
  no part in its sums.
- `a*b+c` is always one fused operation, nothing else is contracted, `exp` is our own, and so are the sine and cosine of
  the rotation (libm's differ in the last bit between machines). Rotary frequencies, which need a power, are computed by the
  converter and stored.
- Division and square root are exactly rounded everywhere.

From a manual: Press and hold the round key for three seconds until the lamp turns green. If it blinks, release the key, wait until it stops, and try again. The device remembers the last eight programs. To delete one, turn the dial to its number (1 to 8) and press the round key and the arrow together. WARNING: the plate stays hot for up to 15 minutes after the lamp has gone out. Do not cover the slots at the back.

User: The build fails with "no space left on device", but the disk has forty gigabytes free. What am I missing?
Assistant: Two things are worth a look. The first is inodes: `df -i` shows whether the file system has run out of entries even though it has bytes left, which happens with a great many small files. The second is that the build may write somewhere else, for instance to a temporary folder that lives in memory. `df -h /tmp` tells you how large that one is.
User: It was the second. /tmp has 512 MB.
Assistant: Then point TMPDIR at a folder on the large disk before you build, or enlarge the temporary file system. If only one step needs that much, setting the variable for that step alone is the smaller change.

/// The first five bytes of a directory entry that say how values are stored.
struct EncodedFormat: Equatable {
  /// 0 none, 1 float32, 2 float16, 3 bfloat16, 4 codes.
  var element: UInt8 = 0
  /// 4 or 8 for codes, else 0.
  var bits: UInt8 = 0
  /// 32, 64 or 128 for codes, else 0.
  var groupSize: UInt8 = 0
  /// 1 for codes with zero points, else 0.
  var zeroPoints: UInt8 = 0

  init(element: UInt8, bits: UInt8, groupSize: UInt8, zeroPoints: UInt8) {
    self.element = element
    self.bits = bits
    self.groupSize = groupSize
    self.zeroPoints = zeroPoints
  }

  init(_ format: WeightFormat?) {
    switch format {
    case nil: break
    case .float32: element = 1
    case .float16: element = 2
    case .bfloat16: element = 3
    case .quantized(let scheme):
      element = 4
      bits = UInt8(scheme.bits.rawValue)
      groupSize = UInt8(scheme.groupSize.rawValue)
      zeroPoints = scheme.hasZeroPoints ? 1 : 0
    }
  }

  /// The format; the outer nil means that no such combination exists.
  var format: WeightFormat?? {
    if element == 4 {
      guard let bits = QuantizationScheme.Bits(rawValue: Int(bits)),
        let groupSize = QuantizationScheme.GroupSize(rawValue: Int(groupSize)), zeroPoints <= 1
      else { return nil }
      let scheme = QuantizationScheme(
        bits: bits, groupSize: groupSize, hasZeroPoints: zeroPoints == 1)
      return .some(.quantized(scheme))
    }
    guard bits == 0, groupSize == 0, zeroPoints == 0 else { return nil }

Glaciers form where snow stays for many years and is slowly turned into ice. As they move, they leave behind a layer of snow that covers everything. This process can take centuries, and it's a testament to the delicate balance of ice and snow cycles.

One of the most interesting aspects of the process is the unpredictability of the snow. It can change its shape and texture depending on the conditions. For example, a layer of snow can shift and transform depending on the temperature, humidity, and wind. This unpredictability is what makes snow so challenging to predict.

The cycle of snow cycles also plays a crucial role in nature's systems. It's a natural cycle that repeats itself over and over. In fact, the snow cycle is a key part of the natural world's regenerative processes. It's a reflection of the delicate balance that exists in the ecosystem.

The snow cycle also has a profound impact on the human societies. People often rely on snow for transportation, energy, and food, but in the context of the human ecosystem, the snow cycle is an important aspect of the balance that sustains the entire ecosystem. It's a reminder of the interconnectedness of all living beings and the importance of preserving the natural balance.

The snow cycle is also a reminder of the fragility of the earth's resources.

When bread dough rises, what happens inside it is this: when you boil the dough, it creates a steam that rises around it. The steam is a great way of cooling your bread by steam, as it helps to melt the butter inside the dough. However, this method is not suitable for bread because it is using too much heat.

This method is using too much heat when it is not the correct type of heat to use. When you are using too much heat to heat a dough, it results in food becoming hotter, and in this way, the water evaporates, resulting in the absence of steam. The heat is not that important in this example but actually, when it is used, it will make your bread melt.

In reality, a good way to think about this is by looking at the steps of a recipe. In the example of a recipe, the heat that is used can be removed from the ingredients that are used to make a cake or bread. This is a difficult way to look at a recipe because it is hard to see, but by looking at it you can see that the ingredients are being used to create something that needs heat to be made.

Plum cake from a tray

500 g flour, 250 ml warm milk, 80 g sugar, 80 g soft butter, 1 egg, 20 g fresh yeast, a pinch of salt, about 1.5 kg of plums, sugar and cinnamon.

Crumble the yeast into the milk with a spoonful of the sugar and leave it for ten minutes. Knead it with everything else but the plums until the dough comes off the bowl. Cover it and let it rise for an hour, in a place without draught. Meanwhile halve the plums and take out the stones. Roll the dough out on a buttered tray, set the plums close together with the cut side up, and wait another twenty minutes. Bake at 190 °C for half an hour. Sugar and cinnamon go on while it is hot.

Photosynthesis is the process by which plants, algae, and some types of bacteria convert sunlight into energy. It's a natural process that allows these organisms to make their own food, using sunlight as a source of energy. Photosynthesis helps plants make food and oxygen, which is then released back into the air. This process is essential for life on Earth and is crucial for the survival of all living organisms.

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
  /* Settings of the runtime's own backtraces, a page of zeros that it fills at start. */
  swift5_backtrace (NOLOAD) : { *(swift5_backtrace) }
  .bss : { *(.bss .bss.* COMMON) }
  /DISCARD/ : { *(EXCLUDE_FILE(*crtbeginT.o *crtend.o) .eh_frame) }
}

Question: Tell me something about the planet Saturn.
Answer: The planet Saturn... it's a terrestrial planet that orbits the Sun in the outer reaches of the solar system. In my research, I've explored the planet's composition, geology, and history. Saturn's outer atmosphere is the only one of the eight planets to have a thin atmosphere of gases, including water and hydrogen. The Saturnian system consists of five major moons: Titan, Iapetus, Dione, Rhea, and Enceladus.
Question: What are its rings made of?
Answer: The rings of Saturn are made of several distinct physical and chemical properties that are unique to the Saturnian system. While the rings are visible and visible to the naked eye, they can be viewed from Earth with optical telescopes. They are composed of several distinct physical components, including rings, the main ring system, a series of smaller rings, and several smaller ice particles that form a distinct ice ring.

These rings are composed of material that was ejected from Saturn's atmosphere into space, creating a scattering of particles that is visible to the naked eye.

Rules for the chess club's clock: whoever arrives late loses the minutes, not the game. A move is made when the hand has left the piece. The clock is pressed with the hand that moved. If both flags have fallen and nobody can say which was first, the game is drawn and the players make the tea.

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

## Where weights come from

A `CheckpointSource` lists tensors under the names of a checkpoint folder and reads ranges of their values as float32; the
converter asks for bands of rows and never learns what the file was.

- *safetensors*: the header's ranges have to cover the file exactly.
- *PyTorch files* are zip archives with a pickle, a program for a stack machine that may call any function. `PickleMachine`
  knows the instructions and the four kinds of names that `torch.save` needs for a dictionary of tensors; for it no other name
  exists, and even these run nothing. Containers refer to each other by number, so no nesting is ever walked recursively.
  Tensors are views with strides: slices are read as they lie, transposed matrices column by column.
- *GGUF* has everything in one file. Its metadata become the keys of a `config.json`, keys of the architecture that are not
  known are refused, and its tokenizer becomes the text of a `tokenizer.json` or the bytes of a `tokenizer.model`, so that
  there is one parser of configurations and one compiler of tokenizers. Blocks are unpacked as ggml does it, the order of
  query and key rows is undone.

The converter reads a tensor in bands of rows and quantizes them on all threads with kernels of its own (`code_search`), which have
the same bits in every set. On a shared 2-core x86-64 machine with AVX2, one thread, processor time of the whole conversion of
SmolLM2-135M in bfloat16 off the grid (269 MB), medians of five alternating runs:

| tried | outcome |
| --- | --- |
| scales of a group refined side by side, a lane for each; ranges clamped by one instruction instead of two | kept with the next two: 2.03 s to 8 bits and 3.18 s to 4, 133 and 85 MB/s, instead of 2.67 and 3.89 s; by itself 152 instead of 238 ns a group of 32 at 8 bits, of which 84 are the chain of divisions and sums |
| two values that rule out nearly every group's grid, in fixed point | kept: 21 instead of 49 ns a group |
| codes packed four and eight at a time | kept: 1.8 % of the time instead of 4.5 % |
| constant lanes taken from registers instead of memory in a refinement | no gain: 161 instead of 163 ns |
| sums in Swift's own vectors, SHA-256 without the processor's instructions, buffers made for each tensor, trials of zstd on all codes | dropped before, on another machine with AVX-512: 6.2 s to 8 bits and 8.5 s to 4 instead of 2.5 and 3.4 s |

User: Which instruments belong to a string quartet?
Assistant: A string quartet is a musical ensemble consisting of multiple string instruments, including violins, cellos, and double basses. In your question, the instrument is referred to as a "violin-cello-bass guitar" which refers to a specific style of string quartet.
User: What does the viola do in it?
Assistant: The viola is a solo instrument in the classical orchestra, playing the violins. In a string quartet, the viola can also join a few other instruments, including a double bass and a bass guitar.

As I stepped out of the bus, the sky was a brilliant canvas of orange and pink, with the familiar comfort of being outside. I was a carabenite, a majestic creature of the sea. I reached the bus stop, and I had to say, it was a beautiful thing.

I remember it well. I had just arrived in New Zealand, and I was in the middle of a dream, I think. I had just been in a place that felt different to me. I was a carabenite, walking into the world I had never known. It was a great dream.

I walked up the aisles of the bus and I took a seat by myself. I had never been anywhere before. I had been walking everywhere, but now I was sitting here in the bus.

I watched the people, they looked like they could talk to me. I watched the people watching me. I watched them watching me. I watched me watching me.

I looked at my friend, and I said, "I'm so sorry, I'm so sorry, that you're going through a big change. I don't know what you're going through."

To fix a flat bicycle tyre, ensure your tire is aligned properly before attempting any repairs. This can be done by having a professional mechanic perform a service of tire alignment.

The old mill has four floors. On the ground floor stands the wheel's axle, as thick as a man; on the first the stones, one pair for rye and one for wheat; on the second the hoppers; and under the roof a pulley, with which the sacks came up through trapdoors that opened by themselves and fell shut behind them. Nothing in it is driven by anything but water, and yet it has a bell that rings when the grain runs out. The miller could sleep, the bell could not.

"""What a page has to be: balanced markup, unique ids, nothing that runs, nothing from elsewhere."""

\###u{69}mport struct
\###u{69}mport zlib
from html.parser import HTMLParser

# Elements without an end; SVG's end in "/>".
VOID = {"meta", "link", "br", "img", "hr", "input"}
# What may stand in a page of ours; anything else came out of a report's text.
ELEMENTS = VOID | {
    "html", "head", "body", "title", "style", "main", "header", "section", "div", "p", "span", "h1", "h2", "h3",
    "ul", "li", "figure", "table", "caption", "thead", "tbody", "tr", "th", "td",
    "svg", "g", "path", "rect", "circle", "text", "tspan", "desc", "defs", "pattern"}
# Elements whose end may be left out are not left out here, so that a plain stack can check them.
PARENTS = {"tr": {"thead", "tbody"}, "td": {"tr"}, "th": {"tr"}, "li": {"ul"}, "tbody": {"table"},
           "thead": {"table"}, "caption": {"table"}, "tspan": {"text"}}
LINKS = {"href", "src", "srcset", "action", "data", "poster", "xlink:href"}

class PageParser(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack, self.faults, self.ids, self.references, self.text = [], [], set(), [], []
        self.charts = []

Writing a clear and effective letter of complaint is a crucial skill for any professional. Here's a step-by-step guide to help you craft a convincing and polite letter of complaint:

**Step 1: Preparing Your Letter**

Before you begin writing, ensure your letter is well-structured and free of errors. This includes adding a professional address, using clear and concise language, and double-checking grammar and spelling.

**Step 2: Choose Your Position**

When preparing your letter, consider your profession, experience, and the purpose of the letter. This shows that you're professional and capable of addressing a difficult situation.

**Step 3: Structure Your Letter**

Your letter should have a clear structure, including an introduction, body, and a closing. This structure is often referred to as the "diamond" in the game of professional letters, where the introduction and conclusion are in one cohesive paragraph.

**Step 4: Proofread Effectively**

The most effective way to proofread your letter is to print it in a light-colored paper and make sure to proofread every page.

A word on units. A kilobyte is a thousand bytes and a kibibyte 1024; a megabyte is a million and a mebibyte 1,048,576. The difference is 2.4 % for the small ones and 4.9 % for the next, and it grows by about 2.4 points with each step. So a disk that is sold with 2 TB shows as 1.82 TiB, and nothing is missing. Rates of transmission are another matter again, since they count bits: 100 Mbit/s are 12.5 MB/s at best, and with headers and pauses rather 11.

## When the context is full

The cache is made for the context once and never grows. When it is full, generation stops with `context_full`. With a
context shift of n (`--context-shift`), the first n tokens and the newest half of the rest are kept, the cache is emptied,
and the kept tokens go through the model again, chunk by chunk, before generation goes on. That costs one prefill each
time, once per (context - n) / 2 tokens, and is exact: keys hold their positions, and from the second layer on keys and
values hold what was before them, so moving them inside the cache would give numbers that no run on the kept tokens gives.
What follows a shift equals such a run bit for bit. The sampler goes on as it was: its random sequence, and which tokens
it has seen. The kept ids' memory comes from the budget at the start (`token history`); neither tokens nor shifts
allocate.

## Conversations

A chat template is a program in Jinja that comes with a checkpoint. No engine for it is to be had without Foundation or a
scripting language, so there is one of our own: `convert` compiles the template to a tree ([FORMAT-template.md](FORMAT-template.md)),
the runtime checks and renders that. Values do not change, as in the reference's sandbox, save the fields of a `namespace`. Texts are
compared and cut by code points, not by Swift's characters. Templates may loop, so work is counted: steps, bytes written,
bytes made (dropped ones too, so that memory stays below it), depth. What refers to other objects is listed and emptied at the
end, because freeing a chain of 50,000 recursively would overflow the stack.

`Conversation` renders everything before each answer and computes only what the KV cache lacks. The ids of an answer stay
those that were generated, which need not be those that its text is encoded as: where the new rendering goes on from the text
known so far with a special token, the rest alone is encoded. Otherwise (templates that drop a model's thoughts, say)
everything is encoded and the common beginning of the ids is kept, as far as rings allow (`KVCache.canTruncate`).

User: Can you explain what a prime number is?
Assistant: A prime number is a positive integer greater than 1 that cannot be divided evenly by any positive integer other than 1 and itself. In other words, 2^n + 1 is a prime number, as it cannot be expressed as a product of powers of integers.

For example, 2, 3, 5, and 7 are all prime numbers. This concept applies to all integers greater than 1, including numbers like 1, 0, and 2.
User: Is one a prime number?
Assistant: One of the greatest mysteries of mathematics. A prime number is indeed one of the first two prime numbers, although they are not necessarily unique. In other words, 1 is neither prime nor composite.

Composite numbers, such as 2 and 3, can be calculated using the formula 2 * 2 * 3 = 60. However, there are other composite numbers, such as 4, 5, 6, and 7, but these are not prime numbers.

Tea is a drink made from the leaves of the Camellia sinensis plant, specifically designed to purify the blood and leave the drinker's appearance intact. They are often used as a spiritual and spiritual elixir in various cultures, particularly in the Islamic tradition.

internal \###u{69}mport SwiftletSystem

/// Reads a template's tree from its binary form, and checks every byte of it.
struct ProgramReader {
  private var cursor: ByteCursor
  private let file: String
  private var depth = 0

  init(_ bytes: [UInt8], position: Int, file: String) {
    cursor = ByteCursor(bytes, position: position)
    self.file = file
  }

  var isAtEnd: Bool { cursor.remainingByteCount == 0 }

  func damaged(_ expected: String, _ found: String = "something else") -> TemplateError {
    .damagedProgram(
      InputFault(
        file: file, place: "chat template, byte \(cursor.position)", expected: expected,
        found: found))
  }

  mutating func byte() throws(TemplateError) -> UInt8 {
    guard let byte = cursor.readByte() else { throw damaged("another byte", "the end") }
    return byte
  }

  mutating func number() throws(TemplateError) -> Int {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = UInt64(try byte())
      guard shift < 63 || next <= 1 else { throw damaged("a number of 64 bits", "a longer one") }
      result |= (next & 0x7F) << shift
      if next < 0x80 { return Int(Int64(bitPattern: result)) }
      shift += 7
    }
  }

User: I wrote a loop that should print the numbers from 1 to 10, and it stops at 9. Here it is: `for i in range(1, 10): print(i)`.
Assistant: `range` leaves out its second bound, so `range(1, 10)` ends with 9. Write `range(1, 11)`.
User: Why is it made like that?
Assistant: Because then `range(a, b)` has `b - a` elements, and two ranges that meet at a bound, such as `range(0, 5)` and `range(5, 10)`, share no element and leave none out.

The violin is a fundamental instrument in the repertoire of classical music, playing a complex blend of techniques that originated in Italy. Historically, the violin was a slow, expressive vocal instrument, with an elaborate neck, sound-producing mechanisms, and intricate fingerboard construction that allowed it to produce a wide range of tonal textures.

The violin was originally created in Italy, with a focus on woodwind instruments, including the guitar. The instrument became known as the "cavacilli," which means "hand" in Italian. The Italian art of stringed instruments began in the 12th century, and the viola da braccio was created in Italy in the 14th century.

The violin is a fixed string instrument, having a fixed string carrying the sound. Its construction, with an intricanced soundboard, is known as a cantuna. The violin has a silver-white color that indicates the use of a fixed soundboard, and it is considered a "Violin" in Italy. The violin is one of the most complex stringed instruments in the world, capable of producing hundreds of notes simultaneously.

In terms of technical aspects, the violin is a timpani instrument.

Questions for the quiz
1. Which is the only even prime number? (Two.)
2. What do you call a group of islands? (An archipelago.)
3. How many sides has a hexagon? (Six.)
4. Which gas do plants take in for photosynthesis? (Carbon dioxide.)
5. Which is longer, a mile or a kilometre? (A mile, by about 609 metres.)
6. Which planet is closest to the sun? (Mercury.)
7. At which temperature are degrees Celsius and degrees Fahrenheit the same number? (At minus forty.)
8. What does a luthier make? (Instruments with strings.)

Salt marshes are wetlands along the coast that are flooded and drained by the tides. They are home to a wide range of plants, animals, and even some humans. The area around the mouth of the Mississippi River is a unique ecosystem.

Timetable, class 4b
Mon  arithmetic, reading, music, sport
Tue  reading, geography, drawing, drawing
Wed  arithmetic, arithmetic, nature study, choir
Thu  reading, swimming (bring a towel!), history
Fri  writing, arithmetic, class council, tidying up

Every id in the tables and in the header MUST name a token of a kind other than 0.

### The table of texts

Open addressing with linear probing, wrapping at the end. A slot is a `u32`: 0xFFFFFFFF is empty; else the low 20 bits are
the id of a listed token and the high 12 bits are the low 12 bits of the hash h of its text. Probing starts at slot
`((h >> 32) * slots) >> 32`. At least one slot MUST be empty, and every listed token MUST be found by probing from its start; a
reader MAY refuse a table in which finding all of them takes more than 16 probes each on average. Writers leave half of the
slots empty.

Hashes are 64-bit and wrap around; `K` = 0xFF51AFD7ED558CCD, `F` = 0xC4CEB9FE1A85EC53.

    h = 0x9E3779B97F4A7C15 ^ length
    for each 8 bytes w, the last padded with zero bytes:  h = (h ^ w) * K;  h = h ^ (h >> 32)
    h = (h ^ (h >> 29)) * F;  h = h ^ (h >> 32)

Merges need no table of their own: the text of two neighbours is that of the token they merge into, if a split of it is where
they meet.

### The character map

A double array as darts-clone writes it. Of a unit u, bits 0 to 7 are the label, bit 8 tells that a key ends here, and the
offset is `(u >> 10) << (8 if bit 9 else 0)`. Start with `n = offset(unit 0)`. For each byte b of the text, not zero: let
`n = n ^ b`; unit n MUST have label b and bit 31 clear, or the walk ends; let `n = n ^ offset(unit n)`; if bit 8 was set and unit n
has bit 31 set, its low 31 bits are the place, among the map texts, of what the key is replaced by, and MUST be the start of a
character there. A reader MUST check that n is a unit, and ends the walk after 256 bytes. The longest key counts.

## What an encoder does

*Byte-level.* Find the added tokens of the first group, leftmost, then longest; a single word must not touch a character that
`\w` matches. Between them normalize, find those of the second group, then cut what is left by the digit options and the split
rule. A piece whose text is listed with trait 0x20 is that token. Any other starts as its byte tokens (a byte without one is
dropped), and the pair of the smallest rank, leftmost first, is merged until none is left.

Student: How do I keep basil alive in the kitchen?
Teacher: To start your own indoor garden with basil, it's essential to care for the plant properly and make sure to keep it thriving. Here's how to do it:

1. Start your basil indoors: basil can only survive in indoor temperatures. You can keep them indoors as early as March. You can grow them from seed but it's a bit more complicated.

2. Choose the right plants: basil prefers proper watering. The most important thing you need is one of the most popular basil varieties, "Tempura" in particular. You can grow it with the help of a pest control method.
Student: Does it need more water in winter?
Teacher: The optimal time for growing basil is in late winter, around December. The reason is that with the low heat, the plant will be less able to survive. Since you can't get water in winter, the best way to grow your basil is to grow them from seed, or use a heat treatment.

4. Planting the basil: the best way to plant basil is using a heat treatment. This is a vinegar that is added to the soil. The basil leaves will be able to survive in the heat.

5. During the summer: while basil is the most common basil you can grow, you can also grow it during the summer.

The moons of Jupiter were first seen through a telescope in 1609, when Friedrich Bessel began the observation. On the night of January 7, 1609, Friedrich took the observations, and after 24 nights in the telescope he was able to see the moons of Jupiter as they had not been before. He was amazed by the beauty of the moons and was able to name them, and described them as being "like the very stars" and they became famous. He was later said to have said, "I am always at the tops of my mind the three moons of Jupiter. They are all different. They have different names. They have different sizes. They have different colors. I have never seen such great objects as this moon." He also began to study the appearance of the moons, and eventually, he and others began to determine their order of the moons. This was done to show his wonder at the beauty of the moon. He also began to study the appearance of the four rings around the moon, and he continued his study to show his great fascination, and his love of the moon, and also his passion for the moon's beauty.

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
    .required_features = SWIFTLET_CPU_NEON | SWIFTLET_CPU_DOTPROD | SWIFTLET_CPU_I8MM,
    INTEGER_KERNELS(neon_i8mm),
    FLOAT_KERNELS(neon)};
#endif

A cyclist leaves the town at nine and rides at 18 km an hour. A second one leaves at half past nine, on the same road, at 24 km an hour. When does the second one catch up?

At half past nine the first is 9 km ahead. The gap closes by 24 - 18 = 6 km each hour, so it takes 9 / 6 = 1.5 hours. They meet at eleven o'clock, 36 km from the town. Check: the first one has been riding for two hours, and 2 * 18 = 36.

Living in a city can be a double-edged sword, offering immense opportunities for personal growth and social change. However, it can also be a daunting task that requires a significant amount of self-reflection. In a country setting, the emphasis on personal freedom and autonomy might be overlooked. This contrasts with the emphasis placed on personal boundaries, self-reliance, and interdependence.

In a city, the concept of personal boundaries can be stretched to a range of situations. This is particularly true when it comes to social interactions. In a city setting, people can socialize more easily with ease and less often need to take time to think about their personal relationships. This could be considered a double-edged sword, as it also means that people can be more adaptable and flexible.

People can also have multiple life choices to make, which can be handled and taken care of. In a city setting, people are often given more options to make decisions about their daily lives, and this can be a double-edged sword. In a city setting, people may have more freedom to choose how they want to spend their time.

internal \###u{69}mport SwiftletSystem

/// Reports side by side as one page that needs nothing but itself; see `ReportPage`.
public struct ComparisonPage {
  private let comparison: ReportComparison

  /// The page of a comparison.
  public init(_ comparison: ReportComparison) { self.comparison = comparison }

  /// The page's text.
  public var html: String {
    let count = comparison.subjects.count
    let title = "\(count) measurements side by side"
    var body = PageFrame.header(
      title: title,
      lines: [
        "Ratios are against A. A difference counts where the intervals do not touch; else it is within the spread."
      ])
    if !comparison.notes.isEmpty {
      let items = comparison.notes.map { "<li>\(HTML.label($0, limit: 400))</li>" }
      body += "<ul class=\"warnings\" role=\"note\">\(items.joined())</ul>"
    }
    body += subjects
    let charts = comparison.quantities.enumerated().map { chart($1, number: $0) }
    body += "<section><h2>Charts</h2><div class=\"charts\">\(charts.joined())</div></section>"
    body += "<section><h2>All figures</h2>"
    body += comparison.quantities.map(table).joined() + "</section>"
    return PageFrame.document(title: title, body: body + PageFrame.legend)
  }

"Tower, this is glider four. I've lost the valley."
"Say again, four?"
"The valley. There's cloud in it. I can see the ridge and the church, and nothing in between."
"Understood. How high are you?"
"Eleven hundred and holding. There's lift along the ridge."
"Then stay where the lift is. The cloud came in from the west ten minutes ago, it'll be gone in twenty. Tell me what you see every five."
"Cows," said glider four after a while. "I can see cows."
"Good. Land where the cows aren't."

To paint the wall of a room, start by selecting a suitable color and then measure the room's dimensions. For the wall, use a combination of acrylics and acrylic paint. The most popular choice is to use medium-weight acrylics. For the canvas, you can use a flexible canvas or canvas made of durable materials like foam.

First, choose a piece of paper that will hold your chosen acrylics. You might use a large sheet of paper, but it can be even more effective to use a smaller piece of paper. Make sure the paper is clean, smooth, and even. You might want to use a double-sided tape to ensure there's no unwanted residue.

Using a roller, begin creating a multi-layer layer of acrylics. Start with a thin layer of the paper and press it down so that it resembles a watercolor. You can cover the entire wall with layers of this layer, going deeper to cover the entire room. This process is called layering, but instead of just a few, you're layering over the entire wall.

Using a roller, add more layers of this acrylic layer until you've reached the top.

name,kind,height_cm,planted,notes
Gravenstein,apple,310,2009,"early, does not keep"
Conference,pear,280,2011,
Quince,quince,240,2015,"blossoms late; one branch broken in 2021"
Mirabelle,plum,350,2004,"ripe around 20 August"
Morello,cherry,300,2012,"starlings"

Imagine you're looking at a map, and you see two different maps. One map shows you the world in a very bright and shiny yellow color. The other map is a darker, muted shade of gray. This is an example of inflation. Inflation is when the value of money decreases over time, making goods and services less valuable to people.

Inflation can happen when there's a lot of money circulating in our economy, and it makes things get harder to buy. For example, when inflation is high, the value of money decreases, and people can't keep up with the rising price of goods. This can have serious effects, like making it more expensive for people to go to the grocery store.

Economists call inflation a "monetary phenomenon" because it's caused by the way money is created. This affects all of us, not just the ones who make money. Imagine you're a bank, and you're like a big shop owner, managing money in your own country. If you're making money, it's in the form of paper, but when you create money, it's in the form of paper and coins.

*SentencePiece.* Find the added tokens. Between them, take user-defined symbols as they are, replace the keys of the character
map, and apply the space options. Family 1: a user-defined symbol is its token; between them, start from characters, and merge
the two neighbours whose joined text is listed and has the smallest rank, leftmost first. Family 2: take the path of listed
tokens with the largest sum of scores. A user-defined symbol of n bytes scores n times the largest score of a listed token of
kind 1, or the smallest normal float if that is larger, less 0.1; an unknown character scores 10 less than the smallest. Sums are
rounded to 32-bit floats at each border but compared before that, the shortest token is offered first, and of equal sums the
first one offered stays.
A character that is not covered becomes its byte tokens, or, without bytes, one unknown token for a run of such characters.
Without option 0x1000 a U+2581 is put in front of the whole text, and taken back where it stands alone in front of a special
token.

*Unigram of a tokenizer.json* (0x20000). Find the added tokens. Between them: of each grapheme cluster of less than six bytes
that begins with a key of the character map, the whole becomes the replacement of the shortest such key; else each character
for itself; then 0x80000 and 0x100000, 0x40000, and the space options as in family 3. Cut the pieces of 0x2000 and take in each
the path with the largest sum, in 64-bit floats, where an unknown character scores 10 less than the smallest score of a listed
token. Neighbouring unknown characters are one text: the token of that text, its bytes, or one unknown token. Decoding is that
of family 3.

*Characters.* Find the added tokens of the first group; between them apply the space options, and find those of the second group
(with 0x8000 the other way round). What is left starts from characters and is merged as byte-level pieces are; characters that
are not listed become byte tokens before that. Decoding turns a run of byte tokens into its text if all of it is UTF-8, and
else each byte into U+FFFD.

Student: I cannot sleep well. What might help?
Teacher: Aware of the importance of sleep? Sleep is indeed essential for our physical and mental well-being. Sometimes, just having a glass of water before bed can help.
Student: Is it bad to read in bed?
Teacher: The notion that reading in bed can be bad for your health is a common misconception. While the act of reading can be enjoyable and even therapeutic, excessive reading can be detrimental to your mental and emotional well-being. Reading about complex topics like science can be just as beneficial as reading about other things.

A simple vegetable soup needs no recipe. Begin with a simple recipe, and don't be afraid to experiment and try new things. You can make a simple soup from scratch, using ingredients you already have in your pantry, and you can even make a soup with ingredients you don't know you can use.

I'm a huge fan of lazy, lazy soup. It's made with different ingredients and you can make it in a few minutes. I'm always on the lookout for the perfect soup to celebrate the end of the week.

Make your own soup, and you'll know you're doing it right. It's all about the ingredients and the way you use them.

I'm proud of my team. I'm proud of the people I work with. I'm proud of the people I serve.

Makes 10-15 servings. You can have 10-15 servings of it. You can make it with whatever you want. I'm not going to eat it. I'm going to make it, and it's going to be part of my life.

In 24 hours, you can make this soup. You can make it in 24 hours.

| month    | rain, mm | sunny hours | first frost |
| -------- | -------: | ----------: | ----------- |
| August   |       61 |         214 | -           |
| October  |       88 |         109 | 23rd        |
| December |      104 |          41 | 2nd         |
| February |       57 |          83 | 1st         |

The wettest month had two and a half times the rain of the driest one that was measured in between, and less than a fifth of August's sun.

\###u{69}mport guest_profile
from block_cycles \###u{69}mport instructions_by_address

ITERATIONS = 200
BRANCH = re.compile(r"^\s*([0-9a-f]+):\s+(?:b|b\.\w+|cbn?z\s+\w+,|tbn?z\s+\w+,\s*#\w+,)\s+0x([0-9a-f]+)\b",
                    re.MULTILINE)

@dataclass
class Loop:
    """A loop's first and last instruction."""

    first: int
    last: int

    @property
    def instructions(self) -> int:
        return (self.last - self.first) // 4 + 1

class InnerLoops:
    """Finds loops in one program."""

    def __init__(self, listing: str):
        """Takes a disassembly."""
        self.code = instructions_by_address(listing)
        branches = [(int(source, 16), int(target, 16)) for source, target in BRANCH.findall(listing)]
        self.loops = [Loop(target, source) for source, target in branches if target <= source]

    @staticmethod
    def of(program: Path) -> "InnerLoops":
        result = subprocess.run(
            [guest_profile.llvm_tool("objdump"), "--no-show-raw-insn", "-d", str(program)],
            stdout=subprocess.PIPE, check=True)
        return InnerLoops(result.stdout.decode("utf-8", "replace"))

public \###u{69}mport SwiftletJSON
internal \###u{69}mport SwiftletSystem

/// A number of a report with how it came to be; what is not known has a reason instead of a number.
public struct Figure: Equatable, Sendable {
  /// How a figure came to be.
  public enum Kind: String, CaseIterable, Sendable {
    /// Read from an instrument, a clock or a counter.
    case measured
    /// Computed from coefficients, with an interval.
    case modelled
    /// Not known, for a reason.
    case unavailable
  }

  /// How it came to be.
  public let kind: Kind
  /// The number in `unit`; nil if and only if it is unavailable.
  public let value: Double?
  /// Where the true number is believed to lie, ends included: a sensor's error, a model's uncertainty, the ends of
  /// repetitions.
  ///
  /// Every modelled figure has one; nil where a measurement's error is not known.
  public let interval: ClosedRange<Double>?
  /// Like `J`, `W`, `s`, `tokens/s`, `J/token`, `B`.
  public let unit: String
  /// What it was read from or computed with: a file, a counter, a board's coefficients.
  public let source: String
  /// What it is the figure of: the board, the package, a rail, this process.
  public let covers: String
  /// Of repetitions, what each gave, in order; `value` is their median.
  ///
  /// Empty if there was one.
  public let repetitions: [Double]
  /// Why there is no number.
  public let reason: String?

As she picked up the radio in her grandmother's old house, the first thing that struck her mind was the familiar sound of a worn-out device. She had always loved music, but she was no longer there to play it, as the radio had been left untouched by the family's passing.

The radio had been her mother's faithful companion, and her grandmother had often made the repairs. She had done them with a lot of love, and in doing so, she had become her own creation. The grandmother had eventually sold the radio and decided to put it to good use, and now it was her home.

As she sat there, listening to the radio's soft hum, she began to play. She had been preparing for a long time, but nothing could prepare her for the kind of love that had been poured into this gift. She took a moment to look around her home, and in the depths of the old wooden cottage, she saw the great outdoors, where she had always dreamed of flying.

The grandmother had told her that she had been chosen to represent the country, and she had been working to bring her dream to life.

Q: What is the difference between a frog and a toad?
A: The difference between a frog and a toad is rooted in their classification and the fact that they are different. Frogs belong to the family Bufonidae, while toads belong to the order Urospilos. However, when it comes to the vernacular terminology, the distinction is often misunderstood.

In traditional English, the term "tadpole" is used to refer to a frog. But in modern English, the phrase "frog" is often used to refer to the toad.
Q: What do they eat?
A: The primary diet of frogs is adapted to consume a wide variety of insects, particularly those that have a slimy texture, such as blood, spiders, and other arachnids. Frogs also consume a variety of other animal parts, including mice, rodents, and even other frogs. In some cases, they can consume large prey items, which may include carrion, which is a type of animal that is dead, such as ants or beetles.

In the case of toads, they are primarily a food source for the male toads.

駅前の小さな時計屋は、雨の日だけ店を開ける。晴れた日には人は急がないから、と主人は言う。今日は朝から雨で、もう三人が並んでいる。

Shopping for Saturday
- flour, 2 kg, the dark one
- yeast, fresh if they have it
- butter, eggs (12), a lemon
- string for the parcels
- light bulbs, E14, two
- ask about the key

User: Why do leaves change their colour in autumn?
Assistant: Atmospheric changes play a crucial role in Autumn, specifically in the leaves. During Autumn, the process of photosynthesis is slowed down as the days shorten, and the leaves' metabolic processes slow down as well. This is known as "autumn leafing out" in Autumn, as the leaves undergo a process called senescence.

As the days get shorter, the leaves don't need as much energy for photosynthesis as they once did. This is because the Earth is getting older, and the process of aging is on hold. This leaves leaves green, as they can regenerate from their own cells.
User: What happens to them on the ground?
Assistant: When leaves shed their green color in Autumn, the process of photosynthesis is slowed down as well. The process of cell rejuvenation takes place. The leaves release enzymes that help regenerate themselves. This is why the leaves are green and regenerate from their own cells.

However, in the ground, the process of photosynthesis can still take place. The process of cells recycling and re-cloning occurs in the soil, and the process can continue. This is known as "fungiogenesis."

In addition to the re-cloning, there is another process called "cellular regeneration." This is where the leaves regenerate from their own cells.

Before you repot a plant, make sure that you can quickly address any issues that are causing the problem.

The new layout seems to have a really good balance of space and lots of different types of plants. I think it will be really good for the community. I would love to promote it and get the community to use it.

This is fantastic. I think this is a great idea. I can give it a try and will definitely make it a community event.

I'm so excited! I'm planning to create a community garden and I think this could be a great way for us to do it. I'd love to help out! I think this could be a great project. I'm really excited about it.

I'll have to try it out in the garden, I think it's going to be amazing! I think the people will love it!

I've put together a list of everything that I can do to support this! I'll have to tell them all in the email. I'm going to give a gift to the people I'm telling them about. I'll have to get a gift card to give them. I've got a big gift card in my wallet.

This is going to be a great event!

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$(basename "$0"): $*"
  exit 1
}

# duration SECONDS: "7 s" or "3 min 05 s".
duration() {
  if (($1 < 60)); then printf '%d s' "$1"; else printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); fi
}

# stage NAME COMMAND...: runs the command; says how long it took, stops the script if it fails.
stage() {
  local name=$1 start=$SECONDS status=0
  shift
  say "== $name"
  # Not in an if or with ||: bash would then ignore `set -e` inside functions.
  set +e
  (
    set -e
    "$@"
  )
  status=$?
  set -e
  if ((status != 0)); then
    say "== $name: FAILED after $(duration $((SECONDS - start))) (status $status)"
    exit "$status"
  fi
  say "== $name: done in $(duration $((SECONDS - start)))"
}

# missing_packages: Debian packages that are needed and not there, found by what they provide.
missing_packages() {
  local missing=()
  command -v git >/dev/null || missing+=(git)
  command -v python3 >/dev/null || missing+=(python3)
  # Without python3 the environment's parts are missing as well.
  python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
  [[ -e /usr/include/zstd.h || -e /usr/local/include/zstd.h ]] || missing+=(libzstd-dev)
  printf '%s\n' "${missing[@]}"
}

# Swiftlet

Swiftlet runs small language models on ARM boards and other Linux machines inside a memory cap that you set, and proves
that it stayed there.

```
tools/demo     # fetches SmolLM2-135M-Instruct, converts it to int4, runs a prompt under a memory cap
tools/test     # builds, lints and runs every test
```

Both work on a fresh Debian 12 or 13 with Swift 6.2 or later; they say what they install. A second run reuses what the
first one fetched and built.

`tools/demo` ends with the text and a table like this one, of a second run on a shared 2-core x86-64 machine (EPYC with
AVX-512 VNNI, November 2026):

```
file             89.6 MiB
bits per weight  5.55
prompt           15 tokens, 2092.1 tokens/s
generated        64 tokens, 305.7 tokens/s
peak memory      152.4 MiB of 256.0 MiB allowed
```

## Commands

```
swiftlet convert CHECKPOINT -o MODEL.swiftlet --bits 4     # a checkpoint folder or GGUF file to one file
swiftlet convert CHECKPOINT -o MODEL.swiftlet --method calibrated   # slower, and closer to the original
swiftlet convert CHECKPOINT -o MODEL.swiftlet --target-size 70MiB   # bits go where they count
swiftlet inspect MODEL.swiftlet                            # configuration, sizes, provenance
swiftlet verify MODEL.swiftlet                             # reads everything, checks every checksum
swiftlet plan MODEL.swiftlet --board pi-5                  # caps that work, how fast each will be, joules per token
swiftlet run MODEL.swiftlet --prompt "Once upon a time" --memory-cap 48M
swiftlet chat MODEL.swiftlet                               # a conversation in the model's own form
swiftlet tokenize MODEL.swiftlet --text "Hello"
swiftlet eval perplexity MODEL.swiftlet --text-file prose.txt
swiftlet eval divergence REFERENCE.swiftlet MODEL.swiftlet --text-file prose.txt   # what fewer bits change
swiftlet eval tasks MODEL.swiftlet items.jsonl --results done.jsonl                # multiple choice
swiftlet bench MODEL.swiftlet --threads 1,2                # tokens per second, share of the memory bandwidth
swiftlet measure MODEL.swiftlet -o result                   # memory, time and energy of a workload, as a report
swiftlet calibrate result/report.json --board pi-4b -o mine.json   # a board's energy coefficients, from a meter
swiftlet compare A.json B.json --html compare.html         # measurements side by side
swiftlet doctor MODEL.swiftlet                             # what this board is, and what is wrong with it
```

The barometer is an instrument that measures the pressure of the air. The first one was built in 1886 by John Rennie, who was the first in a long line of engineers who built instruments. The instrument, which he named the Barometer was a very simple device. It was a glass measuring cylinder with a wick suspended around it to measure the air pressure. John Rennie decided to build a machine to measure the pressure of air. He made a machine to measure the pressure of air, and he named it the Barometer.

This invention was so simple that it was considered as a brilliant invention. In fact, it helped to save many lives.

By 1900, John Rennie had completed a full-scale machine that used a simple design. The machine was named the Barometer and used it to measure the air pressure.

However, it wasn’t until the year 1908 that John Rennie’s invention was broken. Because of that, there were no more machines that could measure air pressure, and so people forgot the rules of the world.

For example, people forgot the laws of gravity.

In the 1970s, researchers created another machine that measured air pressure.

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

Vaccines teach the body to defend itself in several ways. When a vaccine is introduced to the immune system, the body's immune system is stimulated to produce antibodies, which are proteins that can distinguish the harmless components of the vaccine from the body's own cells. These antibodies are designed to identify and eliminate pathogens, which is critical for the development of immunity against those pathogens.

The process begins with a type of cell called a dendritic cell, which acts as a foreign cell that is introduced to the immune system. The dendritic cell recognizes the vaccine as a foreign cell and is invited to deliver its mRNA to the cell. This mRNA contains the genetic information that the immune system will use to create antibodies to fight off any pathogens that may be present.

Once the mRNA is delivered to the dendritic cell, it instructs the cell to produce enzymes that break down the vaccine into its constituent components, which are proteins. This process allows the immune system to make an antibody to fight off the pathogen. The immune system continues to produce antibodies until they reach the site of infection, where they are released to eliminate the pathogen.

What to check before the house is left for the winter:
(a) Water: main tap closed, pipes blown out, a spoonful of salt in every trap.
(b) Power: all fuses out but the one for the pump in the cellar.
(c) Chimney: flap shut, a sheet of paper pinned in front, so that in spring one sees whether something has come down.
(d) Shutters: from the top floor downwards. The one at the back sticks; lift, then pull.
(e) Mice: nothing edible below the height of the table, and nothing made of wool either.
(f) Key: not under the pot. Everybody knows the pot.

Visitor: Why do cats purr?
Guide: Cat purring is a fundamental instinct that has been passed down through the cat's ancestry and has evolved into a specialized form of vocal communication. Purring serves multiple purposes. It helps to comfort the cat's loved ones, promote comfort and relaxation for the feline's own sense of self. In many cultures, it is believed to be a sign of contentment and loyalty to its family. It is also a way for cats to convey affection and loyalty to their owners.
Visitor: And do big cats purr as well?
Guide: No, yes, cats can purr, but they do not purr as big cats do. However, some specialized feline breeds, such as the domestic lion and the tiger, do purr in their own unique way, albeit in a variety of languages, which are related to their evolutionary history.

The most notable example of this is the humpback gibbon. These animals, like other primates, have a distinct vocalization technique called "whisper." They use this technique to convey information to each other, particularly the male, which is their father. The female gibbon uses this method to communicate with the male's offspring.

def token(instructions, cycles):
    return {"instructions": instructions, "cycles": cycles, "functions": [
        {"name": "swiftlet_matmul_f32_qsi8d_qai4gp_neon", "instructions": instructions, "cycles": cycles}]}

INSTRUCTIONS = HEADER | {
    "kind": "instructions", "model": "m", "kv": "f16", "depth": 0, "emulator": "qemu", "estimator": "mca",
    "weights": {"generated_token": {"int4": 100_000_000}, "prompt_token": {"int4": 50_000_000}},
    "rows": [{"cpu": "cortex-a72", "kernels": "neon", "generated_token": token(40_000_000, 20_000_000),
              "prompt_token": token(25_000_000, 10_000_000)}],
}
PEER = {"kind": "peer instructions", "program": "other", "rows": [], "loops": [
    {"cpu": "cortex-a72", "name": "dot", "token": "either", "cycles_per_weight": 0.5,
     "instructions_per_weight": 1}]}
PRODUCTS = HEADER | {
    "kind": "kernel instructions", "group_size": 32, "emulator": "emulator 1", "estimator": "llvm-mca 19", "rows": [
        {"set": "neon", "cpu": "cortex-a72", "generated_token": 38_000_000, "prompt_token": {"16": 22_500_000},
         "products": [{"bits": 4, "tokens": 1, "instructions_per_weight": 0.25},
                      {"bits": 8, "tokens": 3, "instructions_per_weight": 0.5}],
         "loops": [{"model": "cortex-a53", "bits": 4, "tokens": 8, "instructions_per_weight": 0.25,
                    "cycles_per_weight": 0.125}]}]}
CONVERSION = HEADER | {

The letter was addressed to someone who had moved away years ago, but the postman said it was a postmarked piece of paper. He claimed it had been taken down by a worker who was working on a fence just outside the city's main office.

The seasons are not caused by our distance from the sun. Instead, they're influenced by the position of the Earth in its orbit around the sun. This change is a result of the gravitational pull of the Moon.

Student: I have an interview tomorrow. What should I do tonight?
Teacher: You want to interview tomorrow? Well, I'll do just that. (EVERYTHING in my mind will be focused on preparation and my role as a Lumière boulanger. I'll make sure you know you're going to be in your hometown tomorrow, just for the interview. You've got this. And let me tell you, that's just the tip of the iceberg. You've got all day to prepare, and I'm not going to miss a beat. So, I'm going to get you set.

What do you say? Do you want to meet tomorrow?
Student: What could they ask me?
Teacher: (Glancing at the clock, I take a step closer to you. I whisper to you, "Just to make sure you have everything ready. You're supposed to be a bit of a night owl, right?" I make a bit of a joke in my voice.)

You're supposed to have everything ready, aren't you?

Il treno per la costa parte alle sette e dieci dal binario quattro. Chi viaggia con la bicicletta deve salire nell'ultima carrozza. Il biglietto vale tutto il giorno, ma non la domenica; la domenica il treno non c'è, e si va a piedi fino al lago.

Subject: Moving the reading group

Dear all,

the small hall is being painted in the second week of March, so we would meet in the kitchen of the parish house instead, at the usual time. There are nine chairs; whoever comes tenth brings one. We are on chapter six. Please do not read ahead, Johanna wants to see our faces.

Two practical matters. The heating there needs an hour, so I shall be early, and would be glad of company. And somebody left a grey umbrella with a wooden handle in February. It is a good one.

Until then, with kind regards
Ottilie

As the ocean swells near, the tugboat, a sleek, old-fashioned ship with a battered wooden hull, sits at the bow of a massive vessel. The captain, a grizzled old sailor named Grimjack, stands at attention, his face etched with lines of weathered experience. Grimjack's crew is on high alert, as he stands at the helm, observing the ship's every move.

Grimjack's crew is the only one not on board, and they're all there for the reason: to keep the large vessel under control. Grimjack's a seasoned veteran who's been at the helm for many years, and he's got a keen eye for the ocean's delicate balance.

As the sun sets, the hull of the ship becomes a reflection of the sea's fury. The sails are spotted with the ocean, and Grimjack's crew sees a glimpse of the sea's own beautiful, almost imperceptible patterns. He leans in closer, his voice taking on a soothing, old-world tone.

Grimjack's a father figure to many on the ship, and he's seen many things.

#define NAME_OF(contract) swiftlet_##contract##_neon_i8mm
#define NAME(contract) NAME_OF(contract)
#define CONTRACT matmul_f32_qsi8d_qai4gp
#define TILE_BYTES SWIFTLET_INT4_TILE_BYTES
#define ZERO_POINT 8
#define CODE_BIAS 0

SWIFTLET_BEGIN_NEON_I8MM

#include "../private/tile_terms_neon.h"
#include "../private/pairs_neon_i8mm.h"

#include "../private/matmul_panel_neon.h"

void NAME(CONTRACT)(float *dst, size_t dst_stride, const swiftlet_activations *lhs, size_t token_count,
                    const swiftlet_matrix *rhs, size_t tile_row_begin, size_t tile_row_end) {
  if (token_count < PANEL_TOKENS) {
    swiftlet_matmul_f32_qsi8d_qai4gp_neon_dotprod(dst, dst_stride, lhs, token_count, rhs, tile_row_begin,
                                                  tile_row_end);
  } else {
    multiply_by_panels(dst, dst_stride, lhs, token_count, rhs, tile_row_begin, tile_row_end);
  }
}
SWIFTLET_END
#endif

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

As a seasoned lighthouse keeper, I've seen it all, from the whims of a troubled sea to the fury of a dark, mystical realm. My home, a small, weathered lighthouse on a rocky cove, had stood for centuries. But one day, something changed, and I knew I had to be prepared.

I had been a quiet, devoted sailor for over a decade, and now I found myself on a remote island, surrounded by the remnants of a bygone era. The noise was relentless, a constant reminder of the island's magic. I recall one particular morning, I spotted a small, candlelit window. It was a lone lighthouse keeper, lost in thought.

He looked at me with a discerning gaze. "You know the kind of thing, Captain," he said, "how much you've lost, the past two decades. I can only say, I'm overwhelmed by the sea."

I took a deep breath, weighed my options. "I understand, my friend. But there's something more to it. You see, I've always believed that the past can be a double-edged sword. A powerful, dark force, but it's also a way to heal.

/// What a plan's speed and energy are going to be on a kind of board, from its coefficients alone: modelled, not measured.
///
/// A generated token takes the time of its cycles, or that of reading its weights from memory, or that of bringing streamed
/// ones from storage, whichever is longest; the slow end of the interval is the sum of their slow ends, as if nothing
/// overlapped. The context is empty: attention, and the reading of keys and values, come on top.
public struct BoardForecast: Sendable {
  /// The board.
  public let profile: BoardProfile
  /// Threads that compute, on the board's first design of cores.
  public let threadCount: Int
  /// Weights that a generated token is multiplied with.
  public let generatedWeights: WeightCount
  /// Weights that a prompt's token is multiplied with.
  public let promptWeights: WeightCount
  private let generatedByteCount: Int
  private let layerByteCount: Int

  /// What one token takes.
  public struct Token: Equatable, Sendable {
    /// What it waits for.
    public enum Bound: String, Sendable {
      case cores
      case memory
      case storage
    }

Winter light

The kettle hums before the day begins,
a window draws its square upon the floor,
and snow, that spent the night on roofs and tins,
slides down to close the other half of door.

Somebody shovels. Somebody says: more.
A gate complains about its frozen pins.
What yesterday was path is now a shore,
and where it ends, the quiet part begins.

The robot in the greenhouse had only one job, which was to water the tomatoes. One morning it was delivered a container of water, but the robot couldn't find any tomatoes.

The employee who delivered the container forgot to ask permission. The robot would never do this. The robot explained to them that it could only eat food that came with a water container.

The employee, who had never heard of drones and had been trained to operate robots, didn't even know that drones could take food. They just decided to use the robot to provide water, but they couldn't. They even told them that they had no other job to do.

The employee, who had never seen a drone before, tried to explain to them that they could actually only eat food that came with a water container, but they were still unable to complete the task. They just pointed their robot at the container and said, "I can take your food, but I need something to eat."

Student: What do I need for a picnic?
Teacher: A picnic is a wonderful way to spend a day with loved ones, and there's nothing quite like it. Here's what you'll need to ensure a wonderful meal.

First, you'll want to prepare a basket of your choice. Think of your base plate with vegetables, a salad, and maybe a craft. You'll want to use plenty of the items you already have, so pick up the essentials that will bring you joy.

The next thing is your drink. You'll want to have a variety of drinks. This can be a variety of drinks, but it's a good idea to have a mix of something.
Student: We are six people, two of them children.
Teacher: You're looking for a friendly 2-person family? Well, I'll be your captain. I'll be happy to assist you with your six people. You'll need to make a simple plan and make the most of it. You'll have to share something, and make it delicious.

Make a pan of your favorite sandwich, make a cup of your favorite tea. You can do it in a big family room, but it's a good idea to prepare it with your whole family.

I'll be happy to help with your planning. What's your plan?

## What tests need

- *Reference fixtures* lie beside the checkout, in `../shared/fixtures`, or where `SWIFTLET_FIXTURES` points.
- *The real model* is made by `tools/smollm2-checkpoint` in the cache, with the GGUF file that it comes from:
  `SWIFTLET_CACHE`, else `swiftlet` in `XDG_CACHE_HOME`, else `~/.cache/swiftlet`.
- *Limits of the system*, and the memory cap in the kernel's own count, are tested in control groups below the test's own, where
  one may be made (as root, mostly). `test.log` has each group's peak, and how often its limit was reached.
- *Chromium* is looked for under its usual names; `tools/test --long` installs it. Without it nobody looks at the pages, and
  only their markup is checked.
- *Peaks of whole processes* are measured through `python3`.
- *A cross compiler* for aarch64 is made by `cross-compile/setup` in the same cache (some 2 minutes and 3.5 GB, once), of
  Debian's packages; kernels for the emulated board by `cross-compile/board`. `cross-compile/setup --help` says how to use
  a Swift SDK or toolchain of your own.

Tests skip with a message when one of these is absent; the summary counts them by reason.

## aarch64 from another machine

```
cross-compile/setup                                  # once
cross-compile/build --static                         # .build/aarch64-static/.../swiftlet-stripped: one file for every board
cross-compile/test --cpu cortex-a53                  # tests, on an emulated processor
cross-compile/exec --cpu cortex-a76 PROGRAM          # one program
cross-compile/board --memory 256M FILE... -- COMMAND # Debian's kernel, so much memory and no more
tools/package                                        # .deb and .tar.xz for arm64 and amd64
```

`exec` and `test` emulate the processor alone: memory figures there are the emulator's own. `board` emulates a machine and
runs a real kernel on it, with pages of 4 or 16 KiB and a control group for the command, so its figures of memory hold.
Neither says anything of speed; instruction counts do.

Dear neighbour,

thank you for the key and for the cat's instructions, which I followed to the letter. She ate on the first evening, ignored me on the second, and on the third brought a sock as a present (yours, striped, on the stairs). The orchid has a new bud. The parcel is in the hall. I did not water the cactus, as agreed, though it looked at me.

The only damage is a cup, the blue one without a handle, and I have reason to think that it was old. I owe you one, with handle.

Warmly,
your downstairs

In a world where technological advancements have transformed daily activities, the roads to the mountainsides have become more challenging. However, in the realm of human-tech, there's a remarkable phenomenon that continues to unfold: the unexpected.

The last day of a massive storm that had been closing the mountain roads was a true example of human resilience. Millions of people, across the globe, had dedicated their lives to protect their homes and loved ones. They were more than just ordinary individuals – they were a human tide, a collective of humanity, in the most precious and resilient way.

As they stood on the mountain, the air was filled with the soft sound of raindrops on the pavement. The vibrant hues of the mountains danced across the concrete, and they seemed to stretch from the horizon. As they looked around, they saw the power and fury of the human spirit. The fire that burned across the desert was a reminder of humanity's capacity to overcome and overcome those who would seek to destroy.

This was no ordinary storm. It was a moment that was unique in its scope and its impact. Every man, woman, and child stood as a testament to human capacity, and their courage and resilience made it possible.

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

Electricity can be achieved through a process of electrons, which are a fundamental component of the electromagnetic spectrum. In a conductor, the movement of electrons creates a magnetic field, which can be manipulated by electricity. When electrons move freely in a conductor, they create electromagnetic waves. If a conductor is placed in a magnetic field, it can induce an electric current. This process is known as electromagnetism.

Nonconductors, such as insulators, do not conduct electricity. Nonconductors are often referred to as resistances. When a nonconductor is exposed to an electric current, the electrons are not able to move past their natural boundaries and create a magnetic field around the conductor. This phenomenon occurs when a conductor is physically placed in an electric circuit.

This phenomenon is due to the interaction between the conductive material and the magnetic field generated by the charge. When a conductor is exposed to an electric current, the magnetic field from the electric current induces a magnetic field around the conductor, which can be used as an analogy.

<section class="hours">
  <h2>Opening hours</h2>
  <ul>
    <li>Monday to Friday: 9 to 18</li>
    <li>Saturday: 9 to 13</li>
    <li>Closed on holidays and during the plum harvest</li>
  </ul>
  <p>Ring the bell if the light is on &amp; the door is not.</p>
</section>

Q: What is the best way to store potatoes?
A: The best way to store potatoes is to only consume them within a 24-hour window. This is typically in the form of a slow-cooker or a small oven, and it's not recommended to consume them in the immediate wake of the 24-hour period. It's better to cook the potatoes immediately for 4-6 hours to ensure the majority of the nutrients and beneficial compounds are preserved. If you're eating them immediately, make sure to cook it with some vegetables.

Potatoes contain a toxic mineral called solanine that can be toxic to the body if consumed in large quantities.
Q: How long do they last?
A: The shelf life of potatoes can vary significantly based on the type of potatoes, the variety, and the method of preparation. Typically, potatoes can last up to 2 weeks if they're stored properly, but some types of potatoes can be difficult to store properly, and some types of potatoes can spoil quickly.

However, the lifespan of most types of potatoes can be increased if you follow proper food safety practices, and some types of potatoes are more resistant to spoilage.

1. "One Day in a Green Field"

The story of "One Day in a Green Field" starts with a man who has to decide between death or his son. In this fable, the man, a man of the law (Raven) with the penchant for death, and the snail, a creature of the wilderness (Stern) must face his own mortality. His son, a creature of the green field (Lion), is forced to choose between his own life and his own desire to help a fallen enemy, the sun-besubble (Morgellous). In the end, the eel (Stern), the king of the land, decides that the snail will lead his son, the sun-besubble, to the green field, where he will help him.

The animal part of the fable is that of the eel, who is also one of the animals represented in the story. The story is also a fable of the two legs, two faces, two bodies, two wings, two souls, and the two hearts.

#if !SWIFTLET_WITHOUT_CALIBRATION
  internal \###u{69}mport SwiftletKernels
  internal \###u{69}mport SwiftletSystem

  /// The logarithms of factors that distillation tunes, and the state of their tuning (Adam; Kingma and Ba, 2015).
  ///
  /// A step divides each gradient's running mean by the root of its running mean square, so it is `rate` at most, about:
  /// parameters move by shares of their value, whatever their gradients' size.
  @safe final class TunedParameters {
    /// Decay of the running means of gradients and of their squares.
    ///
    /// Steps are few, so both forget fast.
    static let decay: (mean: Float, square: Float) = (0.9, 0.95)
    /// No factor leaves e to the power of this, either way.
    static let limit: Float = 0.35

    /// Parameters that lie together and move alike.
    struct Segment {
      let range: Range<Int>
      /// What a step is multiplied by.
      let pace: Float
    }

    let count: Int
    private let segments: [Segment]
    private let memory: FloatValues
    private var meanBias: Float = 1
    private var squareBias: Float = 1

Three ways to fold a letter: in half and half again, if the envelope is small and square; in thirds, if it is long; and not at all, if you mean to deliver it by hand and want to see it read.

Porcelain is a ceramic material made by heating clay in a kiln. It was first introduced to Europe during the Middle Ages, primarily in Italy, where it was used for various purposes, including making porcelain. The modern use of porcelain dates back to the 17th century and is now used in a variety of industries, including ceramics, glass, and porcelain manufacturing.

Porcelain is a relatively soft and delicate material that is valued for its beautiful, delicate, and reflective quality. It has been prized for centuries due to its elegance and beauty, and is considered to be one of the most delicate and delicate of all the world's finest materials.

Today, porcelain is used in a variety of industries, including architecture, furniture-making, and decorative arts, where its unique qualities and softness make it a popular choice. In traditional Chinese culture, porcelain is seen as a symbol of luxury and luxury.

Porcelain is also used in the production of various other items, such as ceramics, glass, and glassware, as well as other materials, like cosmetics, jewelry, and even in a variety of other uses.

The use of porcelain in the construction of buildings has been continued, with many traditional Chinese architecture projects and homes using the material.

`swiftlet help COMMAND` lists the options; `bench --profile` shows where the time goes, `bench --depth` what a long context
costs. Text goes to standard output, statistics to standard error; `--json` prints one object instead.

## Build

```
swift build -c release --product swiftlet
```

The only system library is `libzstd` (Debian: `libzstd-dev`). One binary serves every CPU of an architecture: kernels
are chosen at run time.

For a board, build on an x86-64 machine: `cross-compile/setup`, then `cross-compile/build --static` makes one file that runs on
every 64-bit ARM board, and `tools/package` a `.deb` and an archive of it.

## More

- [ARCHITECTURE.md](ARCHITECTURE.md): the layers, a token's way through them, and why it is built so.
- [FORMAT.md](FORMAT.md): the `.swiftlet` file, with [FORMAT-tokenizer.md](FORMAT-tokenizer.md) for the tokenizer
  and [FORMAT-template.md](FORMAT-template.md) for the chat template in it.
- [docs/boards.md](docs/boards.md): for owners of boards: which package, model and cap, what speed to expect.
- [docs/evaluating.md](docs/evaluating.md): how well a model predicts, how far it is from a reference, multiple choice.
- [docs/quantization.md](docs/quantization.md): methods of quantization, what each gains and costs.
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
text; `run --chat` and `chat` apply the model's chat template.

Q: How do I say no to an invitation politely?
A: Saying "no" to a request can be a delicate task, especially when faced with bureaucratic tasks. Here are some tips to help you outsmart the challenges of the Internet:

1. **Use Clear and Professional Language**: When offering something, simply state your request and ask for the confirmation or a refund.

2. **Don't Compromise**: Don't say "no" to the request you're asked to fulfill. It's okay to not be perfect, and you're not obligated to fulfill everything.

3. **Plan Your Stuff**: This can often be overlooked.
Q: Write it as a short note.
A: Sending out a note to not say no to requests, but to say no to the original requests. Here is a short note:

"Sender, I would like to assist you with your request. However, I must remind you that my role is to assist you in planning your gift. I would appreciate your flexibility. I will present a plan for your gift, but I need your input to make it a success. Thank you for your help.

Please find my plan on the following page. I will provide a website with detailed instructions."

"""###
#endif
}
