# SPDX-License-Identifier: Apache-2.0
"""Rules about the words of comments, messages and documents."""
import re

import csource
from tree import PRODUCT

# Written so that this file does not contain them.
FOREIGN = re.compile(r'(?<![\w.$}/-])/(?:wor[k]/|tm[p]/wt/|tm[p]/build-)'
                     r'|^(?:<{7} |>{7} |\|{7} )', re.M)


def foreign(tree):
    'no tracked file holds a path of the machine that it was written on, or a conflict'
    for path, text in tree.text.items():
        for match in FOREIGN.finditer(text):
            yield path, csource.line_of(text, match.start()), match[0]


# British stems; the words that begin with them are spelled otherwise in American English.
BRITISH = re.compile(
    r'(?<![a-z])(?:(?:un|re|de|dis|mis)?(?:colou?rise|colour|behaviour|favour|honour|neighbour'
    r'|armour|flavour|harbour|rumour|labour|licence|defence|offence|pretence|centre|metre(?!s?_)'
    r'|fibre|theatre|catalogue|dialogue|analogue|analys(?:e[ds]?\b|ing)|paralys(?:e|ing)'
    r'|artefact|grey(?!list)|programme[s ]|judgement|acknowledgement|whilst|amongst'
    r'|(?:recogn|normal|organ|serial|initial|real|util|minim|maxim|optim|synchron|author|summar'
    r'|capital|categor|custom|emphas|final|general|material|memor|priorit|special|standard'
    r'|visual|canonical|local|apolog|critic|equal|fertil|modern|neutral|token|parallel)'
    r'is(?:e[drs]?\b|ing|ation)|(?:label|model|travel|signal|level|total|fuel|tunnel|marshal)'
    r'l(?:ed|ing|er)\b|enrol(?:ment|s)\b|fulfil(?:s|ment)?\b|skilful|wilful))', re.I)
# Words of others: names in their formats, which are kept as they spell them.
SPELLED = re.compile(r'tests/(plans|reviews|fuzz/corpus|layers)/|LICENSE')


def spelling(tree):
    'words are spelled as in American English'
    for path, text in tree.text.items():
        if SPELLED.match(path):
            continue
        for match in BRITISH.finditer(text):
            word = re.search(r'\w+$', text[:match.end()])[0]
            yield path, csource.line_of(text, match.start()), word


# Turns of phrase that mark a sentence as translated, and what they are in plain English.
TRANSLATED = [
    (r'(?<!here )\b(?:is|are|was|were) no (?!longer|more\b|one\b|less\b|fewer\b|better\b|worse\b)',
     'is not a, there is no'),
    (r'(?<!here )\b(?:is|are|was|were) none\b', 'there is no'),
    (r'\b(?:is|are) nobody', 'nobody owns'),
    (r'\bbehind (?!(?:a|the|its|their) (?:proxy|branch|remote|load|firewall|upstream))', 'after'),
    (r'\banew\b', 'again'),
    (r'\bnought\b', '0, nothing'),
    (r'\bstands?\b(?! for\b| in for\b| out\b| alone\b)', 'is, exists'),
    (r'\bstood\b', 'was'),
    (r'\bof it[.,;)]', 'name the thing'),
    (r'\bof (?:such|that which|what)\b', 'name the thing'),
    (r'\bsuch as (?:are|is|was|were|has|have|lack|leave|do|does|can|it|they)\b', 'those that'),
    (r'\bat hand\b', 'available, current'),
    (r'\btells of\b', 'reports'),
    (r'\bso many\b', 'that many'),
    (r'\bgoes? with\b', 'ends with, belongs to'),
    (r'\bcould not be told\b', 'unknown'),
    (r'(?:^|[.:;] )(?:What|Whose|Such|That of) ', 'name the thing'),
    (r'\b(?:not|isn\'t|aren\'t) said\b', 'not given'),
    (r'\bas (?:is|was) said\b', 'as given'),
    (r'\bwhose the\b', 'who put the'),
    (r'\b(?:said|meant) by\b', 'given by'),
    (r'\b(?:hangs?|hung) (?:on|by)\b', 'depends on'),
    (r'\blies in\b', 'is in'),
    (r'\bis to be\b', 'must be'),
    (r'\bnot .{1,30}, but such\b', 'name the thing'),
    (r'\bat all events\b', 'in any case'),
]


def english(tree):
    'comments are plain English'
    for path, text in tree.code('.c', '.h'):
        for line, comment in csource.comments(text):
            for pattern, better in TRANSLATED:
                for match in re.finditer(pattern, comment):
                    around = comment[max(0, match.start() - 15):match.end() + 15]
                    yield path, line, f'"{around}" ({better})'


def messages(tree):
    'messages and documents are plain English'
    for path, text in tree.text.items():
        if path.startswith(PRODUCT) and path.endswith(('.c', '.h')):
            found = list(csource.strings(text))
        elif re.fullmatch(r'(docs/[^/]*|[A-Z]+)\.(md|scd)', path):  # docs/man is made from these
            found = enumerate(text.split('\n'), 1)
        else:
            continue
        for line, words in found:
            for pattern, better in TRANSLATED:
                for match in re.finditer(pattern, words):
                    around = words[max(0, match.start() - 15):match.end() + 15]
                    yield path, line, f'"{around}" ({better})'
