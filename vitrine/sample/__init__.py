"""A generated mall: raw files as its systems would deliver them, and the answers beside them.

`python -m vitrine.sample --help` says how to run it. Where to look for what:

    settings, draws, text         what was asked for; randomness; numbers to text
    calendar, mall, catalogue     when the mall is open, who sells there, what goes together
    personas, people, habits      who the customers are, and how each lives their persona
    trips, purchases              their days in the mall, and what they bought
    packages, accounts            the partner's packages, and who takes and gives up which
    identifiers, loyalty, names   what people hold that names them
    hostile, given                what leads a matcher astray; what people give when asked
    world                         all of that for a chunk of people: their lives
    till, reversals, ledger, registrations, doors, wifi, app, streaming, survey
                                  what each system sees of those lives
    dirt_rules, dirt              how deliveries go wrong
    truth, truth_records          the answers
    systems, deliveries, render, schema, write, generate
                                  rows to text, to files, chunk by chunk

**The answers are for tests only.** Nothing here follows the rules of any matcher. Planted, and
known to no rule that reads identifiers:

- a CPF given at the till for a partner, who has the better use for it;
- a stranger's loyalty number given at the till, for the points;
- a car lent to another household, a plate misread by the camera;
- a phone number that changes on a day nobody records, and one that is a stranger's a month later;
- a card that somebody else pays with from some day on;
- a slip of the finger that makes another valid CPF, also one that is keyed afterwards;
- a stranger of the same name and birth date, a son with the whole name of his father;
- a spouse's last name in place of one's own, and a new address at the second registration;
- a customer who lives part of the days as another persona.
"""
