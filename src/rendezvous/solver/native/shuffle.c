/* Meetings change their slots so that breaks become fewer: the moves of annealing.py.
 *
 * The energy is a party's breaks, UNIT each, and what its days have at least with so many slots
 * taken in each, whatever these are: that is felt before the slots fit.
 */

#include "table.h"

enum { LOOK = 2, UNIT = 2, STEPS = 24 * UNIT, FAR = 1 << 20 };

/* -- breaks ------------------------------------------------------------------------------------ */

static num idle_runs(const Table *t, num party, num period)
{
    const num *count = t->count + party * t->slots;
    num runs = 0, busy = 0;
    for (num s = t->period_first[period]; s < t->period_end[period]; s++) {
        num now = count[s] > 0;
        runs += now & !busy;
        busy = now;
    }
    return runs > 0 ? runs - 1 : 0;
}

static void shift(Table *t, num request, num instant, num by)
{
    num slot = instant % (num)t->slots;
    for (num side = 0; side < 2; side++) {
        num party = side ? t->other[request] : t->one[request];
        for (num k = 0; k < t->length[request]; k++)
            t->count[party * t->slots + slot + k] += by;
        t->taken[party * t->days + t->day[slot]] += by * t->length[request];
    }
}

/* The fewest breaks of a party on a day, with some slots more taken than there are. */
static num fewest_on(const Table *t, num party, num day, num more)
{
    num n = party * (num)t->days + day, taken = t->taken[n] + more;
    return t->few[n * t->width + (taken < t->width ? taken : t->width - 1)];
}

static num fewest(const Table *t, num party)
{
    num sum = 0;
    for (num day = 0; day < t->days; day++)
        sum += fewest_on(t, party, day, 0);
    return sum;
}

static void recount(Table *t, num party, num by)
{
    num breaks = t->breaks[party] + by;
    for (num rule = 0; rule < t->rules; rule++)
        if (t->rule_party[rule * t->parties + party]) {
            t->histogram[rule * (t->slots + 1) + t->breaks[party]]--;
            t->histogram[rule * (t->slots + 1) + breaks]++;
        }
    t->breaks[party] = breaks;
    t->state[TOTAL] += by;
}

static int even_enough(const Table *t)
{
    for (num rule = 0; rule < t->rules; rule++) {
        const num *how_many = t->histogram + rule * (t->slots + 1);
        num first = NONE, last = NONE;
        for (num n = 0; n < t->slots; n++)
            if (how_many[n]) {
                first = first == NONE ? n : first;
                last = n;
            }
        if (last - first > t->rule_most[rule])
            return 0;
    }
    return 1;
}

/* What the sources were that this was compiled from, for moves.py to compare. */
EXPORT uint32_t sources(void)
{
    return SOURCES;
}

/* Enter the meetings that are noted into arrays of zeros, and count the breaks. */
EXPORT void lay_out(Table *t)
{
    for (num p = 0; p < t->parties; p++)
        for (num n = t->resource_at[t->crew[p]]; n < t->resource_at[t->crew[p] + 1]; n++)
            for (num c = t->covers_at[n]; t->capacity[n] < 1 && c < t->covers_at[n + 1]; c++)
                t->block[p * 2 * t->instants + t->covers[c]]++;
    for (num p = 0; p < t->parties; p++)
        for (num i = 0; i < t->instants; i++)
            if (!t->block[p * 2 * t->instants + i])
                t->free[p * t->words + (i >> 6)] |= (uint64_t)1 << (i & 63);
    for (num who = 0; who < t->people; who++)
        for (num i = 0; i < t->instants; i++)
            if (t->at_work[who * t->instants + i])
                t->on_hand[i * t->people_words + (who >> 6)] |= (uint64_t)1 << (who & 63);
    for (num r = 0; r < t->requests; r++)
        if (t->instant[r] != NONE) {
            enter(t, r, t->instant[r], t->room[r], t->interpreter[r]);
            shift(t, r, t->instant[r], 1);
        }
    t->state[BEST_SCORE] = t->state[SCORE];
    for (num p = 0; p < t->parties; p++) {
        for (num period = 0; period < t->periods; period++)
            t->breaks[p] += idle_runs(t, p, period);
        t->fewest[p] = fewest(t, p);
        t->state[TOTAL] += t->breaks[p];
        for (num rule = 0; rule < t->rules; rule++)
            if (t->rule_party[rule * t->parties + p])
                t->histogram[rule * (t->slots + 1) + t->breaks[p]]++;
    }
    t->state[BEST] = t->state[TOTAL];
}

/* Note how a chain shifts the slots in which parties are busy; back again for -1. */
static void count_chain(Table *t, const Chain *chain, const num *from, num by)
{
    for (num n = 0; n < chain->size; n++) {
        if (from[n] != NONE)
            shift(t, chain->request[n], from[n], -by);
        if (chain->to[n] != NONE)
            shift(t, chain->request[n], chain->to[n], by);
    }
}

/* Parties whose breaks change, or the fewest they could have, and by how many. */
typedef struct { num size; num party[2 * CHAIN], by[2 * CHAIN], least[2 * CHAIN]; } Changes;

static num more_energy(Table *t, const Chain *chain, Changes *changes)
{
    num more = 0, stamp = (num)(++t->state[STAMP] % 0x3fffffff + 1);
    changes->size = 0;
    for (num n = 0; n < 2 * chain->size; n++) {
        num request = chain->request[n / 2];
        num party = n % 2 ? t->other[request] : t->one[request], breaks = 0;
        if (t->stamp[party] == stamp)
            continue;
        t->stamp[party] = stamp;
        for (num p = 0; p < t->periods; p++)
            breaks += idle_runs(t, party, p);
        num by = breaks - t->breaks[party], least = fewest(t, party) - t->fewest[party];
        if (by || least) {
            changes->party[changes->size] = party;
            changes->least[changes->size] = least;
            changes->by[changes->size++] = by;
            more += UNIT * by + least;
        }
    }
    return more;
}

static void recount_all(Table *t, const Changes *changes, num by)
{
    for (num n = 0; n < changes->size; n++) {
        recount(t, changes->party[n], by * changes->by[n]);
        t->fewest[changes->party[n]] += by * changes->least[n];
    }
}

static void note_best(Table *t)
{
    if (t->state[TOTAL] < t->state[BEST]) {
        t->state[BEST] = t->state[TOTAL];
        keep(t);
    }
}

/* Do what a chain says if it takes at most so much energy. */
static int carry_out(Table *t, const Chain *chain, num most)
{
    num from[CHAIN];
    Changes changes;
    for (num n = 0; n < chain->size; n++)
        from[n] = t->instant[chain->request[n]];
    count_chain(t, chain, from, 1);
    num more = more_energy(t, chain, &changes);
    if (more <= most) {
        recount_all(t, &changes, 1);
        if ((!t->rules || even_enough(t)) && exchange(t, chain)) {
            note_best(t);
            return 1;
        }
        recount_all(t, &changes, -1);
    }
    count_chain(t, chain, from, -1);
    return 0;
}

/* What a party would have of breaks more with a meeting of some slots more. */
static num added(const Table *t, num party, num slot, num length)
{
    const num *count = t->count + party * t->slots;
    num period = t->period[slot], first = t->period_first[period], end = t->period_end[period];
    num before = slot > first && count[slot - 1] > 0, runs = !before, busy = before, near = before;
    for (num s = slot; s <= slot + length && s < end; s++) {
        num now = count[s] > 0;
        runs -= now & !busy;
        near |= now;
        busy = now;
    }
    if (near || runs <= 0)
        return runs;
    for (num s = first; s < end; s++)
        if (count[s] > 0)
            return runs;
    return 0;
}

/* What energy a meeting adds. */
static num cost(const Table *t, num request, num start)
{
    num slot = start % (num)t->slots, length = t->length[request], sum = 0;
    for (num side = 0; side < 2; side++) {
        num party = side ? t->other[request] : t->one[request], day = t->day[slot];
        sum += UNIT * added(t, party, slot, length)
            + fewest_on(t, party, day, length) - fewest_on(t, party, day, 0);
    }
    return sum;
}

/* How much energy more is taken: STEPS falling chances, of 2^32. */
static num tolerance(Table *t, const uint64_t *chance)
{
    uint64_t drawn = draw(t) >> 32;
    num most = 0;
    while (most + 1 < STEPS && drawn < chance[most + 1])
        most++;
    return most;
}

/* Draw a start for a request that is out, the likelier the less it costs; NONE if there is none. */
static num drawn_start(Table *t, num request, const uint64_t *chance, Seat *found)
{
    num many = 0, least = FAR;
    free_starts(t, request);
    for (num start = next_bit(t, 0); start != NONE; start = next_bit(t, start + 1)) {
        if (t->length[request] > 1 && !both_attend(t, request, start))
            continue;
        t->picked[many] = start;
        t->costs[many] = cost(t, request, start);
        least = t->costs[many] < least ? t->costs[many] : least;
        many++;
    }
    for (;;) {
        uint64_t sum = 0;
        for (num k = 0; k < many; k++)
            if (t->costs[k] - least < STEPS)
                sum += chance[t->costs[k] - least];
        if (!sum)
            return NONE;
        uint64_t turn = draw(t) % sum;
        num pick = 0;
        for (;; pick++)
            if (t->costs[pick] - least < STEPS) {
                if (turn < chance[t->costs[pick] - least])
                    break;
                turn -= chance[t->costs[pick] - least];
            }
        num start = t->picked[pick];
        if (seat(t, request, start, found) && (!t->chained[request] || in_order(t, request, start)))
            return start;
        t->costs[pick] = FAR;
    }
}

/* Another start for a request: of some drawn, that which costs least. */
static num promising_start(Table *t, num request, num here)
{
    num first = t->starts_at[request], many = t->starts_at[request + 1] - first;
    num best = NONE, least = 0;
    if (!many)
        return NONE;
    for (num k = 0; k < LOOK; k++) {
        num start = t->starts[first + below(t, many)];
        if (start == here)
            continue;
        num costs = cost(t, request, start);
        if (best == NONE || costs < least) {
            best = start;
            least = costs;
        }
    }
    return best;
}

/* Let a request's parties have the breaks of their slots. */
static void settle(Table *t, num request)
{
    for (num side = 0; side < 2; side++) {
        num party = side ? t->other[request] : t->one[request], breaks = 0;
        for (num p = 0; p < t->periods; p++)
            breaks += idle_runs(t, party, p);
        if (breaks != t->breaks[party])
            recount(t, party, breaks - t->breaks[party]);
        t->fewest[party] = fewest(t, party);
    }
}

/* Take a meeting out and put it where it makes few breaks. */
static void move(Table *t, num request, const uint64_t *chance)
{
    num here = t->instant[request];
    Seat old = {t->room[request], t->interpreter[request]}, new;
    leave(t, request);
    shift(t, request, here, -1);
    num start = drawn_start(t, request, chance, &new);
    if (start == NONE || start == here) {
        start = here;
        new = old;
    }
    enter(t, request, start, new.room, new.who);
    shift(t, request, start, 1);
    if (start == here)
        return;
    settle(t, request);
    if (t->rules && !even_enough(t)) {
        leave(t, request);
        enter(t, request, here, old.room, old.who);
        shift(t, request, start, -1);
        shift(t, request, here, 1);
        settle(t, request);
        return;
    }
    note_best(t);
}

/* Exchange a meeting with what is in the way elsewhere, and that with what is in its way here. */
static void swing(Table *t, num request, const uint64_t *chance)
{
    num here = t->instant[request];
    shift(t, request, here, -1);
    num there = promising_start(t, request, here);
    shift(t, request, here, 1);
    Chain chain;
    if (there != NONE && swap_sides(t, request, there, &chain))
        carry_out(t, &chain, tolerance(t, chance));
}

static int may_go(const Table *t, num out, num in)
{
    if (!t->spare[out] || t->weight[out] != t->weight[in])
        return 0;
    for (num side = 0; side < 2; side++) {
        num loses = side ? t->other[out] : t->one[out], gains = side ? t->other[in] : t->one[in];
        if (loses != t->one[in] && loses != t->other[in]
            && t->held_count[loses] <= t->minimum[loses])
            return 0;
        if (gains != t->one[out] && gains != t->other[out]
            && t->held_count[gains] < t->minimum[gains])
            return 0;
    }
    return 1;
}

/* Note that one request is served instead of another. */
static void trade(Table *t, num in, num out)
{
    num place = t->listed_at[out], other = t->listed_at[in];
    t->order[place] = in;
    t->waiting[other] = out;
    t->listed_at[in] = place;
    t->listed_at[out] = other;
}

/* Send a meeting elsewhere, or bring one in, and what is in the way wherever it finds room.
 * For one that is brought in, another of the same weight goes out. */
static void push(Table *t, num request, const uint64_t *chance)
{
    num here = t->instant[request], owed = here == NONE;
    if (!owed)
        shift(t, request, here, -1);
    num there = promising_start(t, request, here);
    if (!owed)
        shift(t, request, here, 1);
    Crowd out;
    if (there == NONE || !both_free(t, request, there, &out) || (owed && !out.size))
        return;
    Chain chain = {1, {request}, {there}};
    for (num k = 0; k < out.size; k++) {
        num other = out.request[k], to = NONE;
        Seat seat;
        if (owed && may_go(t, other, request) && (k + 1 == out.size || below(t, 2)))
            owed = 0;
        else {
            num from = t->instant[other], room = t->room[other], who = t->interpreter[other];
            leave(t, other);
            shift(t, other, from, -1);
            shift(t, request, there, 1);
            to = drawn_start(t, other, chance, &seat);
            shift(t, request, there, -1);
            shift(t, other, from, 1);
            enter(t, other, from, room, who);
            if (to == NONE || to == from)
                return;
        }
        add(&chain, other, to);
    }
    if (!owed && carry_out(t, &chain, tolerance(t, chance)))
        for (num k = 1; k < chain.size; k++)
            if (chain.to[k] == NONE)
                trade(t, request, chain.request[k]);
}

/* Make some moves at one temperature. `chance[n]` is that of so much energy more, of 2^32; of 256 moves
 * so many are swings and pushes, of 256 pushes so many bring a request in. */
EXPORT void shuffle(Table *t, int64_t moves, const uint64_t *chance, num swings, num pushes,
                    num entries, int64_t least)
{
    for (int64_t made = 0; made < moves && t->state[BEST] > least && t->served; made++) {
        num kind = below(t, 256);
        if (kind < swings)
            swing(t, t->order[below(t, (num)t->served)], chance);
        else if (kind < swings + pushes) {
            if (t->unserved && below(t, 256) < entries)
                push(t, t->waiting[below(t, (num)t->unserved)], chance);
            else
                push(t, t->order[below(t, (num)t->served)], chance);
        } else
            move(t, t->order[below(t, (num)t->served)], chance);
    }
}
