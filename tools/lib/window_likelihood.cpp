// How well llama.cpp's model predicts token ids, in the windows of `swiftlet eval perplexity`: each starts with an
// empty cache, and its first token is not scored. llama.cpp's own llama-perplexity scores the second half of each
// window only, so its figures cannot be compared with those.
//
// Build llama.cpp (BUILD is its build folder, SOURCE its tree), then this:
//
//     c++ -O2 -std=c++17 -I SOURCE/include -I SOURCE/ggml/include -o BUILD/bin/window-likelihood
//         tools/lib/window_likelihood.cpp -L BUILD/bin -Wl,-rpath,BUILD/bin -lllama -lggml -lggml-base
//
// usage: window-likelihood MODEL.gguf IDS WINDOW THREADS KV
//   IDS   a file of token ids between commas, brackets and white space
//   KV    how keys and values are stored: f32, f16 or q8_0

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "llama.h"

[[noreturn]] static void fail(const std::string & message) {
    std::fprintf(stderr, "window-likelihood: %s\n", message.c_str());
    std::exit(1);
}

static std::vector<llama_token> read_ids(const char * path, int vocabulary_size) {
    std::ifstream file(path);
    std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    for (char & character : text) {
        if (!std::isdigit((unsigned char) character)) character = ' ';
    }
    std::vector<llama_token> ids;
    const char * rest = text.c_str();
    for (char * end = nullptr;; rest = end) {
        const long id = std::strtol(rest, &end, 10);
        if (end == rest) break;
        if (id >= vocabulary_size) fail("an id beyond the vocabulary");
        ids.push_back((llama_token) id);
    }
    if (ids.empty()) fail("no ids");
    return ids;
}

static ggml_type kv_type(const std::string & name) {
    if (name == "f32") return GGML_TYPE_F32;
    if (name == "f16") return GGML_TYPE_F16;
    if (name == "q8_0") return GGML_TYPE_Q8_0;
    fail("KV is f32, f16 or q8_0");
}

// The negative logarithm of the probability that `logits` give to `id`, in nats.
static double surprise(const float * logits, int vocabulary_size, llama_token id) {
    const double largest = *std::max_element(logits, logits + vocabulary_size);
    double sum = 0;
    for (int other = 0; other < vocabulary_size; ++other) sum += std::exp(logits[other] - largest);
    return largest + std::log(sum) - logits[id];
}

int main(int count, char ** words) {
    if (count != 6) fail("usage: window-likelihood MODEL.gguf IDS WINDOW THREADS KV");
    const int window = std::atoi(words[3]), threads = std::atoi(words[4]);
    if (window < 2 || threads < 1) fail("WINDOW is at least 2, THREADS at least 1");
    llama_log_set([](ggml_log_level level, const char * text, void *) {
        if (level >= GGML_LOG_LEVEL_ERROR && level != GGML_LOG_LEVEL_CONT) std::fputs(text, stderr);
    }, nullptr);
    llama_backend_init();
    llama_model * model = llama_model_load_from_file(words[1], llama_model_default_params());
    if (!model) fail("the model cannot be loaded");
    const int vocabulary_size = llama_vocab_n_tokens(llama_model_get_vocab(model));
    const std::vector<llama_token> ids = read_ids(words[2], vocabulary_size);

    llama_context_params parameters = llama_context_default_params();
    const int chunk = std::min(window, 512);  // a chunk's logits are 100 MB at 49,152 entries
    parameters.n_ctx = window;
    parameters.n_batch = parameters.n_ubatch = chunk;
    parameters.n_threads = parameters.n_threads_batch = threads;
    parameters.type_k = parameters.type_v = kv_type(words[5]);
    llama_context * context = llama_init_from_model(model, parameters);
    if (!context) fail("no context can be made");

    double sum = 0, sum_of_squares = 0;
    long scored = 0;
    llama_batch batch = llama_batch_init(chunk, 0, 1);
    for (size_t start = 0; start < ids.size(); start += window) {
        llama_memory_clear(llama_get_memory(context), true);
        const int length = (int) std::min(ids.size() - start, (size_t) window);
        // The window's last token is only predicted.
        for (int first = 0; first < length - 1; first += chunk) {
            batch.n_tokens = std::min(chunk, length - 1 - first);
            for (int index = 0; index < batch.n_tokens; ++index) {
                batch.token[index] = ids[start + first + index];
                batch.pos[index] = first + index;
                batch.n_seq_id[index] = 1;
                batch.seq_id[index][0] = 0;
                batch.logits[index] = true;
            }
            if (llama_decode(context, batch) != 0) fail("llama_decode failed");
            for (int index = 0; index < batch.n_tokens; ++index) {
                const double loss = surprise(
                    llama_get_logits_ith(context, index), vocabulary_size, ids[start + first + index + 1]);
                sum += loss;
                sum_of_squares += loss * loss;
                ++scored;
            }
        }
    }
    if (scored < 2) fail("too few ids to score");
    const double mean = sum / scored;
    const double variance = std::max(0.0, sum_of_squares / scored - mean * mean) * scored / (scored - 1);
    std::printf("{\"mean_nll\": %.15g, \"perplexity\": %.15g, \"standard_error\": %.15g, \"tokens\": %ld, \"window\": %d, "
                "\"parameters\": %llu, \"weight_bytes\": %llu}\n",
                mean, std::exp(mean), std::sqrt(variance / scored), scored, window,
                (unsigned long long) llama_model_n_params(model), (unsigned long long) llama_model_size(model));
    llama_batch_free(batch);
    llama_free(context);
    llama_model_free(model);
}
