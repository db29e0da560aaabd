/* Requests come in, and what is worth less gives way: the moves of search.py. */

#include "table.h"

enum { TRIES = 3, SAMPLE = 6, ASKED = 6, SITTERS = 128, JOURNAL_SIZE = 1024, TENURE = 300 };

/* -- what can be taken back -------------------------------------------------------------------- */

static void note(Table *t, num request, num start, num room, num who)
{
    num *entry = t->journal + 4 * t->state[JOURNAL]++;
    entry[0] = request;
    entry[1] = start;
    entry[2] = room;
    entry[3] = who;
}

static void come(Table *t, num request, num start, Seat there)
{
    note(t, request, NONE, NONE, NONE);
    enter(t, request, start, there.room, there.who);
}

static void go(Table *t, num request)
{
    note(t, request, t->instant[request], t->room[request], t->interpreter[request]);
    leave(t, request);
}

static void undo(Table *t)
{
    while (t->state[JOURNAL] > 0) {
        const num *entry = t->journal + 4 * --t->state[JOURNAL];
        if (entry[1] == NONE)
            leave(t, entry[0]);
        else
            enter(t, entry[0], entry[1], entry[2], entry[3]);
    }
}

/* Whether the journal has no room for one step more. */
static int full(const Table *t)
{
    return t->state[JOURNAL] > JOURNAL_SIZE - 4 * CHAIN;
}

/* Strike a meeting out with all that comes after it. */
static void drop(Table *t, num request)
{
    for (num k = t->after_at[request]; k < t->after_at[request + 1]; k++)
        if (t->instant[t->after[k]] != NONE && !full(t))
            drop(t, t->after[k]);
    if (!full(t))
        go(t, request);
}

/* -- where there is room ----------------------------------------------------------------------- */

/* Find a start at which a request that is out could be served, from one drawn on; or NONE. */
static num open_start(Table *t, num request, Seat *found)
{
    num turn = below(t, (num)t->instants), wrapped = 0;
    free_starts(t, request);
    for (num start = next_bit(t, turn);; start = next_bit(t, start + 1)) {
        if (start == NONE && !wrapped) {
            wrapped = 1;
            start = next_bit(t, 0);
        }
        if (start == NONE || (wrapped && start >= turn))
            return NONE;
        if ((t->length[request] == 1 || both_attend(t, request, start))
            && (!t->chained[request] || in_order(t, request, start))
            && seat(t, request, start, found))
            return start;
    }
}

/* Send a meeting elsewhere, alone or in exchange; nobody is served more or less by it. */
static void wander(Table *t, num request)
{
    num here = t->instant[request];
    Seat old = {t->room[request], t->interpreter[request]}, new;
    leave(t, request);
    num start = open_start(t, request, &new);
    int moves = start != NONE && start != here;
    enter(t, request, moves ? start : here, moves ? new.room : old.room, moves ? new.who : old.who);
    num first = t->starts_at[request], many = t->starts_at[request + 1] - first;
    if (moves || many < 2)
        return;
    num there = t->starts[first + below(t, many)];
    Chain chain;
    if (there != here && swap_sides(t, request, there, &chain))
        exchange(t, &chain);
}

/* -- pushing in -------------------------------------------------------------------------------- */

typedef struct {
    num start, who; /* who is to interpret, if it has to be somebody who is engaged */
    int64_t cost;
    Crowd out;
} Offer;

static int crowded(const Crowd *crowd, num request)
{
    for (num n = 0; n < crowd->size; n++)
        if (crowd->request[n] == request)
            return 1;
    return 0;
}

/* Add what waits for a request and would begin too early; 0 if the request itself would. */
static int out_of_order(const Table *t, num request, num start, Crowd *out)
{
    num slots = (num)t->slots, slot = start % slots;
    for (num k = t->before_at[request]; k < t->before_at[request + 1]; k++) {
        num earlier = t->before[k];
        if (t->instant[earlier] == NONE || crowded(out, earlier)
            || t->instant[earlier] % slots + t->length[earlier] > slot)
            return 0;
    }
    for (num k = t->after_at[request]; k < t->after_at[request + 1]; k++) {
        num later = t->after[k];
        if (t->instant[later] == NONE || crowded(out, later)
            || t->instant[later] % slots >= slot + t->length[request])
            continue;
        if (!t->movable[later] || out->size == SWELL)
            return 0;
        out->request[out->size++] = later;
    }
    return 1;
}

/* Somebody idle besides for the meeting of an interpreter, or NONE. */
static num stand_in(const Table *t, num request, num who)
{
    return idle_except(t, request, t->instant[request], who);
}

/* Find the interpreter whose meetings there are worth least; NONE if nobody can come. */
static num engaged_least(Table *t, num request, num start)
{
    num language = t->language[request], slot = start % (num)t->slots, best = NONE;
    num first = t->able_at[language], many = t->able_at[language + 1] - first;
    num turn = many ? below(t, many) : 0;
    int64_t least = 0;
    for (num k = 0; k < many && k < ASKED; k++) {
        num who = t->able[first + (turn + k) % many], able = 1, last = NONE;
        int64_t cost = 0;
        for (num n = 0; n < t->length[request] && able; n++) {
            num held = t->assists[who * t->slots + slot + n];
            able = t->at_work[who * t->instants + start + n] && (held == NONE || t->movable[held]);
            if (able && held != NONE && held != last && stand_in(t, held, who) == NONE)
                cost += t->worth[held];
            last = held;
        }
        if (able && (best == NONE || cost < least)) {
            best = who;
            least = cost;
        }
    }
    return best;
}

/* What is lost with meetings that have nowhere else to go, as things stand. */
static int64_t cost_of(Table *t, const Crowd *out)
{
    int64_t cost = 0;
    Seat anywhere;
    for (num n = 0; n < out->size; n++)
        if (open_start(t, out->request[n], &anywhere) == NONE)
            cost += t->worth[out->request[n]];
    return cost;
}

/* A start drawn among those that at least one party is free for, if some are at hand. */
static num likely_start(Table *t, num request)
{
    num first = t->starts_at[request], many = t->starts_at[request + 1] - first, start = NONE;
    const uint64_t *one = t->free + t->one[request] * t->words;
    const uint64_t *other = t->free + t->other[request] * t->words;
    Seat any;
    for (num k = 0; k < SAMPLE; k++) {
        start = t->starts[first + below(t, many)];
        if ((has(one, start) || has(other, start)) && seat(t, request, start, &any))
            break;
    }
    return start;
}

/* Look at some starts for what must give way; 0 when nothing helps. `unit` is a point of weight. */
static int best_offer(Table *t, num request, int64_t unit, Offer *best)
{
    int found = 0;
    for (num k = 0; k < TRIES; k++) {
        Offer offer = {likely_start(t, request), NONE, 0, {0, {0}}};
        if (!both_free(t, request, offer.start, &offer.out)
            || (t->chained[request] && !out_of_order(t, request, offer.start, &offer.out)))
            continue;
        if (t->language[request] != NONE
            && interpreter_for(t, request, offer.start) == NONE
            && (offer.who = engaged_least(t, request, offer.start)) == NONE)
            continue;
        num slot = offer.start % (num)t->slots;
        for (num n = 0; offer.who != NONE && n < t->length[request]; n++) {
            num held = t->assists[offer.who * t->slots + slot + n];
            if (held != NONE && !crowded(&offer.out, held) && offer.out.size < SWELL
                && stand_in(t, held, offer.who) == NONE)
                offer.out.request[offer.out.size++] = held;
        }
        num young = 0;
        for (num n = 0; n < offer.out.size; n++)
            young |= t->came[offer.out.request[n]] > t->state[MOVES] - TENURE;
        offer.cost = cost_of(t, &offer.out) + below(t, 512) * unit / 1024 + young * 2 * unit / 5;
        if (!found || offer.cost < best->cost)
            *best = offer;
        found = 1;
    }
    return found;
}

/* Let others interpret what keeps somebody from a request; who finds nobody goes out. */
static void hand_over(Table *t, num who, num slot, num length)
{
    for (num n = 0; n < length; n++) {
        num held = t->assists[who * t->slots + slot + n];
        if (held == NONE)
            continue;
        num start = t->instant[held];
        Seat there = {t->room[held], stand_in(t, held, who)};
        if (there.who == NONE)
            drop(t, held);
        else {
            go(t, held);
            come(t, held, start, there);
        }
    }
}

/* Drop a meeting from the shared places of an instant, where all are taken. */
static void free_place(Table *t, num request, num instant)
{
    num closed = t->closed[request], best = NONE, seen = 0;
    if (pool_open(t, closed, instant) || !t->size[closed * t->instants + instant])
        return;
    closed = closed && t->seated[t->instants + instant] >= t->size[t->instants + instant];
    for (num k = 0; k < SITTERS && seen < TRIES; k++) {
        num sitter = t->order[below(t, (num)t->served)];
        if (t->instant[sitter] != instant || t->room[sitter] != NONE || !t->movable[sitter]
            || (closed && !t->closed[sitter]))
            continue;
        seen++;
        if (best == NONE || t->worth[sitter] < t->worth[best])
            best = sitter;
    }
    if (best != NONE)
        drop(t, best);
}

/* Serve a request where what gives way is worth least, and put back what still fits. */
static int force(Table *t, num request, int64_t budget, int64_t unit)
{
    Offer offer = {0};
    num mark = (num)t->state[JOURNAL], length = t->length[request];
    if (t->starts_at[request] == t->starts_at[request + 1] || full(t)
        || !best_offer(t, request, unit, &offer) || offer.cost > budget)
        return 0;
    for (num n = 0; n < offer.out.size; n++)
        if (t->instant[offer.out.request[n]] != NONE)
            drop(t, offer.out.request[n]);
    if (offer.who != NONE)
        hand_over(t, offer.who, offer.start % (num)t->slots, length);
    Seat there;
    if (!seat(t, request, offer.start, &there)) {
        for (num k = 0; k < length; k++)
            free_place(t, request, offer.start + k);
        if (!seat(t, request, offer.start, &there))
            return 0;
    }
    if (!both_attend(t, request, offer.start)
        || (t->chained[request] && !in_order(t, request, offer.start)))
        return 0;
    come(t, request, offer.start, there);
    t->came[request] = (num)t->state[MOVES];
    for (num k = (num)t->state[JOURNAL] - 1; k >= mark && !full(t); k--) {
        num left = t->journal[4 * k];
        if (t->journal[4 * k + 1] == NONE || t->instant[left] != NONE)
            continue;
        Seat anywhere;
        num start = open_start(t, left, &anywhere);
        if (start != NONE)
            come(t, left, start, anywhere);
    }
    return 1;
}

/* Serve what a request comes after, the first first, then the request. */
static int force_all(Table *t, num request, int64_t before, int64_t budget, int64_t unit, num depth)
{
    for (num k = t->before_at[request]; k < t->before_at[request + 1]; k++)
        if (t->instant[t->before[k]] == NONE
            && (!depth || !force_all(t, t->before[k], before, budget, unit, depth - 1)))
            return 0;
    if (t->instant[request] != NONE)
        return 1;
    /* What was lost so far is spent. */
    int64_t left = budget + t->worth[request] + (t->state[SCORE] - before);
    return force(t, request, left, unit);
}

static void list(Table *t, num request)
{
    if (t->listed_at[request] == NONE) {
        t->listed_at[request] = 0;
        t->waiting[t->unserved++] = request;
    }
}

/* Serve a waiting request, at once or in the place of others that are worth at most `slack` more. */
static void bring_in(Table *t, num request, int64_t slack, int64_t unit)
{
    Seat there;
    num start = open_start(t, request, &there);
    if (start != NONE) {
        enter(t, request, start, there.room, there.who);
        return;
    }
    int64_t before = t->state[SCORE];
    int64_t unsure = 2 * (t->below_worth + t->short_worth);
    t->state[JOURNAL] = 0;
    if (!force_all(t, request, before, slack + unsure, unit, 8)
        || t->state[SCORE] < before - slack) {
        undo(t);
        return;
    }
    for (num k = 0; k < t->state[JOURNAL]; k++)
        if (t->instant[t->journal[4 * k]] == NONE)
            list(t, t->journal[4 * k]);
}

/* Some waiting request; NONE when nobody waits any more. */
static num who_waits(Table *t)
{
    while (t->unserved) {
        num turn = below(t, (num)t->unserved), request = t->waiting[turn];
        if (t->instant[request] == NONE)
            return request;
        t->listed_at[request] = NONE;
        t->waiting[turn] = t->waiting[--t->unserved];
    }
    return NONE;
}

/* Make some moves at one temperature, until nobody waits or the target is reached; return how many.
 *
 * `slack` has 1,024 losses that may be taken, drawn alike; `unit` is what a point of weight is worth;
 * of 256 moves, so many send a meeting elsewhere. */
EXPORT int64_t serve(Table *t, int64_t moves, const int64_t *slack, num shifts, int64_t unit,
                     int64_t target)
{
    int64_t made = 0;
    for (; made < moves && t->state[BEST_SCORE] < target && t->served; made++) {
        t->state[MOVES]++;
        if (below(t, 256) < shifts) {
            num request = t->order[below(t, (num)t->served)];
            if (t->instant[request] != NONE && t->movable[request])
                wander(t, request);
            continue;
        }
        num request = who_waits(t);
        if (request == NONE)
            break;
        bring_in(t, request, slack[below(t, 1024)], unit);
        if (t->state[SCORE] > t->state[BEST_SCORE]) {
            t->state[BEST_SCORE] = t->state[SCORE];
            keep(t);
        }
    }
    return made;
}
