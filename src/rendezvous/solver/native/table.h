/* A timetable in arrays, what a meeting takes of it, and exchanges along chains.
 *
 * Plain C11, whole numbers only, no allocation, no library but memcpy: every array is Python's, laid
 * out by layout.py, in words of masks.py and timetable.py. The same seed gives the same moves
 * everywhere. Nothing here is believed afterwards: the checker looks at every plan.
 */

#ifndef TABLE_H
#define TABLE_H

#include <stdint.h>
#include <string.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

enum { NONE = -1, NOWHERE = -2, CHAIN = 60, SWELL = 16, CLIQUE = 64 };

typedef int32_t num;

/* The members stand in the order of _SIZES and _FIELDS in moves.py. */
typedef struct {
    /* sizes */
    int64_t requests, parties, slots, instants, words, lengths, periods, rules, served, unserved;
    int64_t people, people_words, below_worth, short_worth, days, width;
    /* what never changes, by request */
    const num *one, *other, *length, *closed, *language, *movable, *spare, *weight, *chained;
    const int64_t *worth;
    const uint64_t *allowed, *pooled; /* words each */
    const num *starts_at, *starts;    /* the allowed instants, one after the other */
    const num *seats_at, *seat_room;
    const uint64_t *seat_starts;      /* words for each seat */
    const num *before_at, *before, *after_at, *after;
    /* by party */
    const num *crew, *load_at, *minimum, *held_at, *tight;
    const num *duty_at, *duty_venue, *duty_teams, *teams;
    const int64_t *duty_begin, *duty_end;
    /* by crew and resource */
    const num *resource_at, *capacity, *uses_at, *uses, *covers_at, *covers;
    const uint64_t *reach; /* the instants and pauses of each, 2 x words */
    /* by instant */
    const num *clash_at, *clash, *size;
    /* by slot, and day or half-day */
    const num *period, *period_first, *period_end, *half, *day;
    const num *few; /* the fewest breaks, by party, day and slots taken, `width` numbers each */
    const int64_t *begin, *end, *travel;
    /* by room */
    const num *room_shared, *room_closed, *room_ample, *room_capacity;
    /* by interpreter */
    const num *able_at, *able, *at_work, *max_run;
    const uint64_t *able_mask; /* by language, people_words each */
    /* the timetable */
    num *instant, *room, *interpreter;
    num *load, *block;
    uint64_t *free; /* by party, the instants that nothing blocks */
    num *seated, *guests, *assists, *engaged;
    uint64_t *on_hand; /* by instant, the interpreters at work and not engaged */
    num *held, *held_count, *held_place;
    num *order, *waiting, *listed_at; /* who is served and may move, who might come in */
    num *count, *breaks, *taken, *fewest;
    const num *rule_most, *rule_party;
    num *histogram;
    /* the best timetable seen */
    num *best_instant, *best_room, *best_interpreter;
    /* work space */
    num *stamp, *costs, *picked;
    uint64_t *mask;
    num *journal, *came;
    int64_t *state; /* see below */
} Table;

/* The breaks, or the worth of what is served, now and at best; what is used to count and to mark. */
enum { RANDOM, TOTAL, BEST, SCORE, BEST_SCORE, STAMP, MOVES, JOURNAL };

/* -- chance ------------------------------------------------------------------------------------ */

/* SplitMix64 (Steele, Lea and Flood 2014). */
static inline uint64_t draw(Table *t)
{
    uint64_t z = (uint64_t)t->state[RANDOM] + 0x9E3779B97F4A7C15u;
    t->state[RANDOM] = (int64_t)z;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

/* A whole number from 0 up to, not including, `most`. */
static inline num below(Table *t, num most)
{
    return (num)((draw(t) >> 32) * (uint64_t)most >> 32);
}

static inline int has(const uint64_t *mask, num bit)
{
    return mask[bit >> 6] >> (bit & 63) & 1;
}

/* -- what a meeting takes ---------------------------------------------------------------------- */

static inline void use(Table *t, num party, num request, num start, num by)
{
    num crew = t->crew[party], first = t->resource_at[crew];
    const num *at = t->uses_at + (crew * t->lengths + t->length[request] - 1) * t->instants + start;
    num *load = t->load + t->load_at[party], *block = t->block + party * 2 * t->instants;
    uint64_t *free = t->free + party * t->words;
    for (num k = at[0]; k < at[1]; k++) {
        num n = t->uses[k];
        num was = load[n] >= t->capacity[first + n];
        load[n] += by;
        num now = load[n] >= t->capacity[first + n];
        if (was != now)
            for (num c = t->covers_at[first + n]; c < t->covers_at[first + n + 1]; c++) {
                num instant = t->covers[c], before = block[instant] > 0;
                block[instant] += now - was;
                if (instant < t->instants && before != (block[instant] > 0))
                    free[instant >> 6] ^= (uint64_t)1 << (instant & 63);
            }
    }
}

static inline int attends(const Table *t, num party, num start, num length)
{
    if (length == 1)
        return has(t->free + party * t->words, start);
    const num *block = t->block + party * 2 * t->instants;
    num blocked = block[start];
    for (num k = 1; k < length; k++)
        blocked |= block[start + k] | block[t->instants + start + k - 1];
    return !blocked;
}

/* Leave in `mask` the starts at which both parties of a request are free. */
static inline void free_starts(Table *t, num request)
{
    const uint64_t *allowed = t->allowed + request * t->words;
    const uint64_t *one = t->free + t->one[request] * t->words;
    const uint64_t *other = t->free + t->other[request] * t->words;
    for (num w = 0; w < t->words; w++)
        t->mask[w] = allowed[w] & one[w] & other[w];
}

/* The first bit of `mask` from a position on, or NONE. */
static inline num next_bit(const Table *t, num from)
{
    for (num w = from >> 6; w < t->words; w++) {
        uint64_t rest = t->mask[w];
        if (w == from >> 6)
            rest &= ~(uint64_t)0 << (from & 63);
        if (rest)
            return (w << 6) + __builtin_ctzll(rest);
    }
    return NONE;
}

static inline int both_attend(const Table *t, num request, num start)
{
    return attends(t, t->one[request], start, t->length[request])
        && attends(t, t->other[request], start, t->length[request]);
}

static inline int pool_open(const Table *t, num closed, num instant)
{
    return t->seated[instant] < t->size[instant]
        && (!closed || t->seated[t->instants + instant] < t->size[t->instants + instant]);
}

static inline void sit(Table *t, num closed, num instant, num by)
{
    t->seated[instant] += by;
    if (closed)
        t->seated[t->instants + instant] += by;
}

static inline int vacant(const Table *t, num room, num start, num length)
{
    if (t->room_ample[room])
        return 1;
    num slot = start % (num)t->slots;
    for (num k = 0; k < length; k++) {
        if (t->guests[room * t->slots + slot + k] >= t->room_capacity[room * t->slots + slot + k])
            return 0;
        if (t->room_shared[room] && !pool_open(t, t->room_closed[room], start + k))
            return 0;
    }
    return 1;
}

/* A room for a request: NONE for any of the pool, NOWHERE without a place. */
static inline num room_for(const Table *t, num request, num start)
{
    for (num k = t->seats_at[request]; k < t->seats_at[request + 1]; k++)
        if (has(t->seat_starts + k * t->words, start)
            && vacant(t, t->seat_room[k], start, t->length[request]))
            return t->seat_room[k];
    if (has(t->pooled + request * t->words, start) && pool_open(t, t->closed[request], start))
        return NONE;
    return NOWHERE;
}

static inline void take_room(Table *t, num request, num start, num room, num by)
{
    if (room == NONE) {
        sit(t, t->closed[request], start, by);
        return;
    }
    if (t->room_ample[room])
        return;
    for (num k = 0; k < t->length[request]; k++) {
        t->guests[room * t->slots + start % t->slots + k] += by;
        if (t->room_shared[room])
            sit(t, t->room_closed[room], start + k, by);
    }
}

/* Whether a meeting more would leave an interpreter enough pauses. */
static inline int rested(const Table *t, num who, num slot, num length)
{
    const num *assists = t->assists + who * t->slots;
    num half = t->half[slot], run = length;
    for (num s = slot - 1; s >= 0 && t->half[s] == half && assists[s] != NONE; s--)
        run++;
    for (num s = slot + length; s < t->slots && t->half[s] == half && assists[s] != NONE; s++)
        run++;
    return run <= t->max_run[who];
}

/* Somebody idle who is able to interpret for a request, but not `except`; or NONE. The first is who
 * speaks for the fewest. */
static inline num idle_except(const Table *t, num request, num start, num except)
{
    const uint64_t *able = t->able_mask + t->language[request] * t->people_words;
    for (num w = 0; w < t->people_words; w++) {
        uint64_t some = able[w];
        for (num k = 0; k < t->length[request]; k++)
            some &= t->on_hand[(start + k) * t->people_words + w];
        for (; some; some &= some - 1) {
            num who = (w << 6) + __builtin_ctzll(some);
            if (who != except && rested(t, who, start % (num)t->slots, t->length[request]))
                return who;
        }
    }
    return NONE;
}

static inline num interpreter_for(const Table *t, num request, num start)
{
    return idle_except(t, request, start, NONE);
}

static inline void engage(Table *t, num who, num request, num start, num by)
{
    num slot = start % (num)t->slots, length = t->length[request];
    for (num k = 0; k < length; k++) {
        t->assists[who * t->slots + slot + k] = by > 0 ? request : NONE;
        /* What clashes with two of its instants counts twice, and is freed twice. */
        for (num c = t->clash_at[start + k]; c < t->clash_at[start + k + 1]; c++) {
            num instant = t->clash[c], *engaged = t->engaged + who * t->instants + instant;
            num before = *engaged > 0;
            *engaged += by;
            if (before != (*engaged > 0) && t->at_work[who * t->instants + instant])
                t->on_hand[instant * t->people_words + (who >> 6)] ^= (uint64_t)1 << (who & 63);
        }
    }
}

/* -- parties whose teams need a closer look ---------------------------------------------------- */

typedef struct { int64_t begin, end; num venue, teams; } Activity;

static inline Activity activity(const Table *t, num request, num start)
{
    num slot = start % (num)t->slots;
    Activity found = {t->begin[slot], t->end[slot + t->length[request] - 1],
                      start / (num)t->slots, 1};
    return found;
}

static inline int exclude(const Table *t, const Activity *a, const Activity *b)
{
    int64_t gap = t->travel[a->venue * (t->instants / t->slots) + b->venue];
    return a->end + gap > b->begin && b->end + gap > a->begin;
}

static inline int too_many(const Table *t, const Activity *all, num count, const num *group, num size,
                    num teams, num most)
{
    if (teams > most || size == CLIQUE)
        return 1;
    for (num n = size ? group[size - 1] + 1 : 0; n < count; n++) {
        num fits = 1;
        for (num m = 0; m < size && fits; m++)
            fits = exclude(t, &all[group[m]], &all[n]);
        if (fits) {
            num larger[CLIQUE + 1];
            memcpy(larger, group, (size_t)size * sizeof *group);
            larger[size] = n;
            if (too_many(t, all, count, larger, size + 1, teams + all[n].teams, most))
                return 1;
        }
    }
    return 0;
}

/* Whether a party's teams could not attend one meeting more; see teams.py. */
static inline int overfull(const Table *t, num party, num request, num start)
{
    if (!t->tight[party])
        return 0;
    Activity all[2 * CLIQUE];
    num count = 1, longer = t->length[request] > 1;
    all[0] = activity(t, request, start);
    for (num k = 0; k < t->held_count[party]; k++) {
        num r = t->held[t->held_at[party] + k];
        Activity there = activity(t, r, t->instant[r]);
        if (exclude(t, &all[0], &there)) {
            if (count == 2 * CLIQUE)
                return 1;
            all[count++] = there;
            longer |= t->length[r] > 1;
        }
    }
    if (!longer)
        return 0;
    for (num k = t->duty_at[party]; k < t->duty_at[party + 1]; k++) {
        Activity duty = {t->duty_begin[k], t->duty_end[k], t->duty_venue[k], t->duty_teams[k]};
        if (exclude(t, &all[0], &duty)) {
            if (count == 2 * CLIQUE)
                return 1;
            all[count++] = duty;
        }
    }
    num group[1] = {0};
    return too_many(t, all, count, group, 1, 1, t->teams[party]);
}

/* -- meetings in and out ----------------------------------------------------------------------- */

static inline void hold(Table *t, num party, num request, num side)
{
    num place = t->held_count[party]++, least = t->minimum[party];
    if (place < least)
        t->state[SCORE] += t->short_worth + (place + 1 == least ? t->below_worth : 0);
    t->held[t->held_at[party] + place] = request;
    t->held_place[2 * request + side] = place;
}

static inline void release(Table *t, num party, num request, num side)
{
    num place = t->held_place[2 * request + side], first = t->held_at[party];
    num last = t->held[first + --t->held_count[party]];
    num left = t->held_count[party], least = t->minimum[party];
    if (left < least)
        t->state[SCORE] -= t->short_worth + (left + 1 == least ? t->below_worth : 0);
    t->held[first + place] = last;
    t->held_place[2 * last + (t->other[last] == party)] = place;
}

static inline void enter(Table *t, num request, num start, num room, num who)
{
    t->state[SCORE] += t->worth[request];
    t->instant[request] = start;
    t->room[request] = room;
    t->interpreter[request] = who;
    use(t, t->one[request], request, start, 1);
    use(t, t->other[request], request, start, 1);
    hold(t, t->one[request], request, 0);
    hold(t, t->other[request], request, 1);
    take_room(t, request, start, room, 1);
    if (who != NONE)
        engage(t, who, request, start, 1);
}

static inline void leave(Table *t, num request)
{
    num start = t->instant[request];
    t->state[SCORE] -= t->worth[request];
    use(t, t->one[request], request, start, -1);
    use(t, t->other[request], request, start, -1);
    release(t, t->one[request], request, 0);
    release(t, t->other[request], request, 1);
    take_room(t, request, start, t->room[request], -1);
    if (t->interpreter[request] != NONE)
        engage(t, t->interpreter[request], request, start, -1);
    t->instant[request] = NONE;
}

/* Whether the order of meetings lets a request begin there. */
static inline int in_order(const Table *t, num request, num start)
{
    num slots = (num)t->slots, slot = start % slots;
    for (num k = t->before_at[request]; k < t->before_at[request + 1]; k++) {
        num earlier = t->before[k];
        if (t->instant[earlier] == NONE
            || t->instant[earlier] % slots + t->length[earlier] > slot)
            return 0;
    }
    for (num k = t->after_at[request]; k < t->after_at[request + 1]; k++) {
        num later = t->after[k];
        if (t->instant[later] != NONE && t->instant[later] % slots < slot + t->length[request])
            return 0;
    }
    return 1;
}

typedef struct { num room, who; } Seat;

/* Find place and interpreter for parties that are free; 0 if either lacks. */
static inline int seat(const Table *t, num request, num start, Seat *found)
{
    found->who = NONE;
    found->room = room_for(t, request, start);
    if (found->room == NOWHERE)
        return 0;
    if (t->language[request] != NONE) {
        found->who = interpreter_for(t, request, start);
        if (found->who == NONE)
            return 0;
    }
    return !overfull(t, t->one[request], request, start)
        && !overfull(t, t->other[request], request, start);
}

/* Enter a meeting if everybody and everything is there; the order of meetings is not looked at. */
static inline int put(Table *t, num request, num start)
{
    Seat found;
    if (!has(t->allowed + request * t->words, start)
        || !both_attend(t, request, start) || !seat(t, request, start, &found))
        return 0;
    enter(t, request, start, found.room, found.who);
    return 1;
}

/* -- who must make way, and exchanges ------------------------------------------------------------------------------------- */

/* Meetings and where each goes: to an instant, or NONE for one that goes out. */
typedef struct { num size; num request[CHAIN], to[CHAIN]; } Chain;

static inline int listed(const Chain *chain, num request)
{
    for (num n = 0; n < chain->size; n++)
        if (chain->request[n] == request)
            return 1;
    return 0;
}

static inline int add(Chain *chain, num request, num to)
{
    if (chain->size == CHAIN)
        return 0;
    chain->request[chain->size] = request;
    chain->to[chain->size++] = to;
    return 1;
}

static inline int uses_it(const Table *t, const uint64_t *reach, num request)
{
    num start = t->instant[request], used = has(reach, start);
    for (num k = 1; k < t->length[request]; k++)
        used |= has(reach, start + k) | has(reach, (num)t->instants + start + k - 1);
    return used;
}

typedef struct { num size; num request[SWELL]; } Crowd;

/* Add meetings without which a party could attend one from `start` on; 0 when nothing helps. */
static inline int in_the_way(Table *t, num party, num request, num start, Crowd *found)
{
    num length = t->length[request], crew = t->crew[party], first = t->resource_at[crew];
    if (attends(t, party, start, length))
        return 1;
    const num *at = t->uses_at + (crew * t->lengths + length - 1) * t->instants + start;
    const num *held = t->held + t->held_at[party];
    for (num k = at[0]; k < at[1]; k++) {
        num n = t->uses[k], over = t->load[t->load_at[party] + n] + 1 - t->capacity[first + n];
        if (over <= 0)
            continue;
        const uint64_t *reach = t->reach + (first + n) * 2 * t->words;
        num users[CHAIN], some = 0;
        for (num h = 0; h < t->held_count[party]; h++) {
            num r = held[h], known = r == request;
            if (!uses_it(t, reach, r))
                continue;
            for (num f = 0; f < found->size && !known; f++)
                known = found->request[f] == r;
            if (known)
                over--;
            else if (t->movable[r] && some < CHAIN)
                users[some++] = r;
        }
        for (; over > 0; over--) {
            if (!some || found->size == SWELL)
                return 0;
            num pick = below(t, some);
            found->request[found->size++] = users[pick];
            users[pick] = users[--some];
        }
    }
    return 1;
}

static inline int both_free(Table *t, num request, num start, Crowd *found)
{
    found->size = 0;
    return in_the_way(t, t->one[request], request, start, found)
        && in_the_way(t, t->other[request], request, start, found);
}

/* Note the timetable as the best one seen. */
static inline void keep(Table *t)
{
    size_t bytes = (size_t)t->requests * sizeof(num);
    memcpy(t->best_instant, t->instant, bytes);
    memcpy(t->best_room, t->room, bytes);
    memcpy(t->best_interpreter, t->interpreter, bytes);
}

/* Let all meetings of a chain change places; 0, and nothing done, if some cannot. */
static inline int exchange(Table *t, const Chain *chain)
{
    num from[CHAIN], rooms[CHAIN], whos[CHAIN], n, came = 0, good = 1;
    for (n = 0; n < chain->size; n++) {
        from[n] = t->instant[chain->request[n]];
        rooms[n] = t->room[chain->request[n]];
        whos[n] = t->interpreter[chain->request[n]];
        if (from[n] != NONE)
            leave(t, chain->request[n]);
    }
    for (; came < chain->size && good; came += good)
        if (chain->to[came] != NONE)
            good = put(t, chain->request[came], chain->to[came]);
    for (n = 0; n < chain->size && good; n++)
        if (t->chained[chain->request[n]])
            good = chain->to[n] == NONE || in_order(t, chain->request[n], chain->to[n]);
    if (good)
        return 1;
    for (n = 0; n < came; n++)
        if (chain->to[n] != NONE)
            leave(t, chain->request[n]);
    for (n = 0; n < chain->size; n++)
        if (from[n] != NONE)
            enter(t, chain->request[n], from[n], rooms[n], whos[n]);
    return 0;
}


/* Begin a chain with a request that goes `there`, and add what is in the way on either side: what
 * is displaced goes to where the request was. 0 where it ends in nothing. */
static inline int swap_sides(Table *t, num request, num there, Chain *chain)
{
    num here = t->instant[request];
    chain->size = 0;
    add(chain, request, there);
    for (num n = 0; n < chain->size; n++) {
        Crowd out;
        if (!both_free(t, chain->request[n], chain->to[n], &out))
            return 0;
        num back = chain->to[n] == there ? here : there;
        for (num k = 0; k < out.size; k++) {
            num other = out.request[k];
            if (listed(chain, other))
                continue;
            if (!has(t->allowed + other * t->words, back) || !add(chain, other, back))
                return 0;
        }
    }
    return 1;
}

#endif
