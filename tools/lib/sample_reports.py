"""Reports of measurements that never were, for tests of the pages made from them."""

import math
import random


def measured(value: float, unit: str, source: str = "clock", covers: str = "this process", **more) -> dict:
    return {"kind": "measured", "value": value, "unit": unit, "source": source, "covers": covers, **more}


def modelled(value: float, low: float, high: float, unit: str) -> dict:
    return {"kind": "modelled", "value": value, "low": low, "high": high, "unit": unit,
            "source": "board file pi-5", "covers": "Raspberry Pi 5"}


def unavailable(reason: str, unit: str) -> dict:
    return {"kind": "unavailable", "unit": unit, "reason": reason}


def repeated(values: list, unit: str, source: str = "clock", covers: str = "decode") -> dict:
    middle = sorted(values)[len(values) // 2]
    return measured(middle, unit, source, covers, low=min(values), high=max(values), repetitions=values)


def base() -> dict:
    """A report with nothing but what every report has."""
    return {
        "format": "swiftlet-measurement", "version": 1, "program": "swiftlet 0.1",
        "model": {"name": "Tiny-1M", "file": "tiny.swiftlet", "file_bytes": 700000, "parameters": 1000000,
                  "bits_per_weight": 5.3, "weight_bytes_per_token": 650000},
        "board": {"cores": []},
        "environment": {"kernels": "scalar", "threads": 1, "kv": "f16", "context": 64,
                        "residency": "resident"},
        "workload": {"name": "short answer", "summary": "", "prompt_tokens": 8, "generated_tokens": 16,
                     "turns": 1, "repetitions": 1},
        "memory": {"plan": [], "peak": unavailable("the kernel does not say", "B")},
        "meters": [], "phases": [], "spans": [], "thermal": {}, "samples": {"seconds": [], "columns": []},
        "warnings": [],
    }


def board(seconds: int = 1800, rate: float = 21.5, joules: float = 0.24, seed: int = 1) -> dict:
    """Half an hour of a ten-turn chat on a board with a meter, at ten samples a second, throttled towards the end."""
    chance = random.Random(seed)
    count = seconds * 10
    times = [round(number / 10, 1) for number in range(count)]
    load_end = 2.4
    spans, tokens_at = [], [0.0] * count
    spans.append({"phase": "load", "repetition": 0, "turn": 0, "start_seconds": 0.1, "seconds": 2.3,
                  "tokens": 0, "joules": 9.1})
    clock = load_end + 1
    repetition = turn = 0
    while clock + 14 < seconds:
        prompt, answer = 40 + 30 * turn, 180
        slow = 0.78 if clock > 0.72 * seconds else 1.0
        for phase, tokens, speed in (("prefill", prompt, 12 * rate * slow), ("decode", answer, rate * slow)):
            length = round(tokens / speed, 3)
            spans.append({"phase": phase, "repetition": repetition, "turn": turn,
                          "start_seconds": round(clock, 3), "seconds": length, "tokens": tokens,
                          "joules": round(length * 5.2, 2)})
            clock += length
        clock += 0.8
        turn += 1
        if turn == 10:
            repetition, turn = repetition + 1, 0
            clock += 2
    done, index = 0.0, 0
    busy = [None] * count
    for row, time in enumerate(times):
        while index < len(spans) and spans[index]["start_seconds"] + spans[index]["seconds"] <= time:
            done += spans[index]["tokens"]
            index += 1
        part = 0.0
        if index < len(spans) and spans[index]["start_seconds"] <= time:
            span = spans[index]
            part = (time - span["start_seconds"]) / span["seconds"] * span["tokens"]
            busy[row] = span["phase"]
        tokens_at[row] = math.floor(done + part)
    mebibyte = 1 << 20
    weights = [min(86.0, 40 * time) * mebibyte for time in times]
    cache = [(22.5 if time > load_end else 0) * mebibyte for time in times]
    scratch = [(3.2 if time > load_end else 0) * mebibyte for time in times]
    resident = [w + c + s + (7.1 + 0.2 * math.sin(t / 90)) * mebibyte
                for t, w, c, s in zip(times, weights, cache, scratch)]
    heat, temperature = [], 46.0
    throttled = []
    for row, time in enumerate(times):
        target = {None: 50, "load": 60, "prefill": 92, "decode": 88}[busy[row]]
        temperature += (target - temperature) / 2600
        heat.append(round(temperature + chance.uniform(-0.3, 0.3), 1))
        throttled.append(6 if time > 0.72 * seconds and temperature > 70 else 0)
    power = [None if chance.random() < 0.002 else
             round({None: 2.9, "load": 4.4, "prefill": 6.9, "decode": 5.4}[phase] + chance.uniform(-0.3, 0.3), 2)
             for phase in busy]
    ddr = [None if value is None else round(0.18 * value, 3) for value in power]
    frequency = [1.8e9 if held else 2.4e9 for held in throttled]
    report = base()
    report["started_at"] = "2026-11-26T16:15:00Z"
    report["model"] = {
        "name": "SmolLM2-135M-Instruct", "file": "smollm2-int4.swiftlet", "file_bytes": 93976853,
        "sha256": "6bfb4d8d5f78ce59" * 4, "parameters": 134515008, "bits_per_weight": 5.38,
        "recipe": "int4", "weight_bytes_per_token": 90112000}
    report["board"] = {"model": "Raspberry Pi 5 Model B Rev 1.0", "profile": "pi-5",
                       "cores": ["4 x Cortex-A76"], "memory_bytes": 8 << 30}
    report["environment"] = {"kernels": "neon_dotprod", "threads": 4, "kv": "int8", "context": 2048,
                             "residency": "resident", "governor": "ondemand", "system": "Linux 6.6.20"}
    report["workload"] = {"name": "sustained half hour", "summary": "Chats of ten turns, one after the other.",
                          "prompt_tokens": 1750, "generated_tokens": 1800, "turns": 10,
                          "repetitions": repetition + 1, "duration_seconds": seconds}
    report["memory"] = {
        "cap_bytes": 128 << 20, "enforced_by": "control group",
        "plan": [{"owner": owner, "bytes": int(size * mebibyte)} for owner, size in
                 (("process", 7.4), ("weights", 86), ("KV cache", 22.5), ("scratch", 3.2))],
        "peak": measured(max(resident), "B", "VmHWM of /proc/self/status"),
        "group_peak": measured(max(resident) + 2 * mebibyte, "B", "memory.peak", "control group")}
    report["meters"] = [
        {"name": "ina226", "source": "/sys/class/hwmon/hwmon2/power1_input", "covers": "board",
         "reads": count - 36, "failed_reads": 36},
        {"name": "DDR rails", "source": "/dev/vcio, pmic_read_adc", "covers": "memory rails", "reads": count,
         "failed_reads": 0}]
    report["idle"] = {"seconds": 10, "power": measured(2.9, "W", "ina226", "board", low=2.85, high=2.95)}
    decoded = sum(span["tokens"] for span in spans if span["phase"] == "decode")
    prompted = sum(span["tokens"] for span in spans if span["phase"] == "prefill")
    spread = [joules * factor for factor in (1, 0.985, 1.01, 1.03, 0.97)]
    report["phases"] = [
        {"name": "load", "tokens": 0, "duration": measured(2.3, "s"),
         "energy": measured(9.1, "J", "ina226", "board", low=8.8, high=9.4),
         "energy_above_idle": measured(2.4, "J", "ina226 less idle power", "board"),
         "meter_energies": [measured(9.1, "J", "ina226", "board"), measured(1.6, "J", "DDR rails", "memory rails")],
         "counters": {}},
        {"name": "prefill", "tokens": prompted, "duration": measured(prompted / rate / 12, "s"),
         "tokens_per_second": repeated([rate * f for f in (12.1, 11.9, 12, 12.2, 9.4)], "tokens/s", covers="prefill"),
         "energy": measured(prompted * joules / 11, "J", "ina226", "board"),
         "energy_above_idle": measured(prompted * joules / 18, "J", "ina226 less idle power", "board"),
         "energy_per_token": modelled(joules / 11, joules / 17, joules / 7, "J/token"),
         "meter_energies": [], "counters": {}},
        {"name": "decode", "tokens": decoded, "duration": measured(decoded / rate, "s"),
         "tokens_per_second": repeated([rate * f for f in (1, 1.01, 0.995, 0.98, 0.78)], "tokens/s"),
         "energy": measured(decoded * joules, "J", "ina226", "board"),
         "energy_above_idle": measured(decoded * joules * 0.45, "J", "ina226 less idle power", "board"),
         "energy_per_token": repeated(spread, "J/token", "ina226", "board"),
         "meter_energies": [measured(decoded * joules, "J", "ina226", "board"),
                            measured(decoded * joules * 0.18, "J", "DDR rails", "memory rails")],
         "counters": {"instructions": measured(2.72e7 * decoded, "1", "perf_event_open"),
                      "cycles": unavailable("the kernel allows none: kernel.perf_event_paranoid is 3, "
                                            "and sysctl kernel.perf_event_paranoid=1 would allow it", "1")},
         "work": {"multiply_accumulates": 134479872 * decoded, "weight_bytes": 90112000 * decoded,
                  "kv_bytes": 9000000 * decoded, "activation_bytes": 800000 * decoded}}]

    def look(celsius: float, hertz: float, flags: list) -> dict:
        return {"celsius": measured(celsius, "°C", "cpu-thermal", "processor"),
                "clock": measured(hertz, "Hz", "scaling_cur_freq", "cpu0"), "throttling": flags}

    report["thermal"] = {"before": look(46, 1.5e9, []),
                         "during": look(max(heat), 1.8e9, ["clock capped", "throttled"]),
                         "after": look(heat[-1], 2.4e9, [])}
    report["sampler"] = {"interval_seconds": 0.1, "samples": count, "missed": 4,
                         "core_share": measured(0.34, "%", "thread clock", "sampling thread")}
    report["battery"] = {"watt_hours": 37, "tokens_per_charge": {
        "kind": "modelled", "value": 133200 / joules, "low": 120000 / joules, "high": 140000 / joules,
        "unit": "tokens", "source": "capacity over joules per token", "covers": "board"}}
    report["warnings"] = ["The firmware lowered the clock during the workload: 1.8 instead of 2.4 GHz for 28 % of it."]
    report["spans"] = spans

    def column(quantity: str, name: str, values: list) -> dict:
        return {"quantity": quantity, "name": name, "values": values}

    report["samples"] = {"seconds": times, "columns": [
        column("resident_bytes", "", resident), column("owner_bytes", "weights", weights),
        column("owner_bytes", "KV cache", cache), column("owner_bytes", "scratch", scratch),
        column("tokens", "", tokens_at), column("watts", "ina226", power), column("watts", "DDR rails", ddr),
        column("celsius", "cpu-thermal", heat), column("hertz", "cpu0 to cpu3", frequency),
        column("throttling", "", throttled)]}
    return report


def hostile() -> dict:
    """Names that are markup, scripts, links, endless words, and letters that turn the direction of writing."""
    attack = "<script>console.error('ran')</script><img src=http://example.invalid/x onerror=console.error(1)>\"'&"
    endless = "W" * 3000
    report = board(seconds=60)
    report["model"]["name"] = attack + endless
    report["board"]["model"] = "\u202eboard\u0007\u2028" + attack
    report["workload"]["name"] = "</title></style><style>body{display:none}" + attack
    report["workload"]["summary"] = endless
    report["warnings"] = [attack, endless]
    for columns in (report["samples"]["columns"],):
        for entry in columns:
            if entry["name"]:
                entry["name"] += attack + endless
    report["meters"][0]["name"] = attack
    report["meters"][0]["source"] = endless
    report["meters"][0]["fault"] = attack
    report["phases"][2]["counters"][attack] = unavailable(attack + endless, attack)
    report["phases"][2]["tokens_per_second"]["unit"] = attack
    report["memory"]["plan"][1]["owner"] = endless
    report["thermal"]["during"]["throttling"] = [attack]
    # Values at the ends of what a report may hold.
    report["samples"]["columns"][0]["values"][5] = 1e24
    report["samples"]["columns"][5]["values"][7] = -1e24
    report["spans"][1]["seconds"] = 1e24
    return report


def sparse() -> dict:
    """A machine without meters and sensors: gaps, one sample, no spans."""
    report = base()
    report["phases"] = [
        {"name": "decode", "tokens": 16, "duration": measured(0.4, "s"),
         "tokens_per_second": measured(40, "tokens/s"),
         "energy": unavailable("no meter, and no board file", "J"),
         "energy_above_idle": unavailable("no meter, and no board file", "J"),
         "energy_per_token": unavailable("no meter, and no board file", "J/token"),
         "meter_energies": [], "counters": {}}]
    report["samples"] = {"seconds": [0, 0.1, 0.2, 0.3, 0.4], "columns": [
        {"quantity": "resident_bytes", "name": "", "values": [1e6, None, 3e6, None, 3e6]},
        {"quantity": "watts", "name": "lost", "values": [None] * 5},
        {"quantity": "celsius", "name": "one", "values": [None, 40, None, None, None]}]}
    return report


SAMPLES = {
    "board": board,
    "short": lambda: board(seconds=90, rate=19.8, joules=0.26, seed=2),
    "hostile": hostile,
    "sparse": sparse,
    "least": base,
}
