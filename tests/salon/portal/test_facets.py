"""Narrowing a list: values, their counts, and what makes no sense."""

from salon.portal.views.facets import Choice, Facet, Option, narrow

ROWS = ["red square", "red disc", "blue disc"]
FACETS = [
    Facet(name="colour", label="Colour", values=lambda row: (row.split()[0],), told=str.capitalize),
    Facet(
        name="form",
        label="Form",
        values=lambda row: (row.split()[1],),
        told=str.upper,
        order=lambda value: -len(value),
    ),
]


def narrowed(**asked):
    return narrow(ROWS, FACETS, asked, ROWS)


def test_all_rows_and_how_many_have_each_value():
    assert narrowed() == (
        ROWS,
        [
            Choice(
                "colour",
                "Colour",
                [Option("blue", "Blue", 1, False), Option("red", "Red", 2, False)],
            ),
            Choice(
                "form",
                "Form",
                [Option("square", "SQUARE", 1, False), Option("disc", "DISC", 2, False)],
            ),
        ],
    )


def test_a_count_is_what_would_be_left_with_the_other_facets_as_they_are():
    rows, (colour, form) = narrowed(colour="red")
    assert rows == ["red square", "red disc"]
    assert colour.options == [Option("blue", "Blue", 1, False), Option("red", "Red", 2, True)]
    assert [(option.value, option.left) for option in form.options] == [("square", 1), ("disc", 1)]


def test_several_facets_together():
    rows, choices = narrowed(colour="blue", form="disc")
    assert rows == ["blue disc"]
    assert [choice.chosen for choice in choices] == ["blue", "disc"]


def test_a_value_that_no_row_has_is_ignored():
    rows, choices = narrowed(colour="green", size="big")
    assert rows == ROWS
    assert [choice.chosen for choice in choices] == ["", ""]


def test_a_value_that_leaves_nothing_is_still_chosen():
    rows, (colour, _form) = narrow(ROWS[:2], FACETS, {"colour": "blue"}, ROWS)
    assert rows == []
    assert Option("blue", "Blue", 0, True) in colour.options
