"""Kinds of sites as templates, and sentences of known role to fill them with. All of it our own words."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Page:
    template: str
    file_name: str
    data: bytes
    title: str
    article: list[str]
    comments: list[str]
    frame: list[str]


PLACES = (
    "Alder Hill",
    "Birch Ford",
    "Cedar Pass",
    "Dry Well",
    "Elm Bridge",
    "Fern Valley",
    "Gorse Point",
    "Hazel Cross",
)
SIDES = ("northern", "southern")


def sentence(rng: random.Random) -> str:
    place, side, other = rng.choice(PLACES), rng.choice(SIDES), rng.choice(PLACES)
    hour, count = f"{rng.randrange(24):02d}:{rng.randrange(60):02d}", rng.randrange(2, 90)
    return rng.choice(
        (
            f"At {hour} the {side} side fired at the village of {place}, and one house was damaged, the ministry said.",
            f"The post near {place} heard {count} explosions at a distance of four to nine kilometres, according to its log of {hour}.",
            f"The spokesperson of the {side} command denied that its units had shelled {place} or {other} at {hour}.",
            f"{count} violations were counted between {place} and {other} in the 24 hours to {hour}, a statement said.",
            f"Nobody was hurt near {place}, residents told reporters who came from {other} at {hour}.",
        )
    )


def comment(rng: random.Random) -> str:
    place, hour = rng.choice(PLACES), f"{rng.randrange(24):02d}:{rng.randrange(60):02d}"
    return rng.choice(
        (
            f"They always fire at {place} first, I heard it myself at {hour} and so did my whole street.",
            f"Who believes that nobody was hurt in {place}? My cousin was wounded there at {hour}.",
            f"The {rng.choice(SIDES)} side attacked, everybody knows that, and at {hour} they attacked {place} again.",
        )
    )


def headline(rng: random.Random) -> str:
    return f"{rng.choice(('Shelling', 'Quiet', 'Two wounded', 'Talks', 'Exchange of fire'))} near {rng.choice(PLACES)}, {rng.randrange(2, 99)} hours on"


def paragraphs(items: list[str], tag: str = "p") -> str:
    return "".join(f"<{tag}>{escape(item, quote=False)}</{tag}>\n" for item in items)


def listed(items: list[str], extra: str = "") -> str:
    return (
        "<ul>"
        + "".join(f'<li{extra}><a href="/x">{escape(item, quote=False)}</a></li>' for item in items)
        + "</ul>"
    )


def weblog(title: str, article: list[str], comments: list[str], frame: list[str]) -> str:
    thread = "".join(
        f'<li class="comment even thread-even depth-1"><article class="comment-body"><footer class="comment-meta"><b class="fn">Reader {i}</b></footer>'
        f'<div class="comment-content"><p>{c}</p></div></article></li>'
        for i, c in enumerate(comments)
    )
    return (
        f'<div id="page" class="site"><header id="masthead" class="site-header"><h1 class="site-title"><a href="/">The Outlet</a></h1><nav id="site-navigation">{listed(["Home", "News"])}</nav></header>'
        f'<div id="content"><main id="main"><article class="post type-post"><header class="entry-header"><h1 class="entry-title">{title}</h1><div class="entry-meta"><span class="posted-on">July 13, 2020</span> by editor</div></header>'
        f'<div class="entry-content">{paragraphs(article)}</div><footer class="entry-footer">Posted in News</footer></article>'
        f'<div id="comments" class="comments-area"><h2 class="comments-title">{len(comments)} thoughts on “{title}”</h2><ol class="comment-list">{thread}</ol>'
        f'<div id="respond" class="comment-respond"><h3>Leave a Reply</h3><form><p>Your email address will not be published.</p></form></div></div></main></div>'
        f'<aside id="secondary" class="widget-area"><section class="widget widget_recent_entries"><h2>Recent Posts</h2>{listed(frame)}</section></aside></div>'
    )


def portal(title: str, article: list[str], comments: list[str], frame: list[str]) -> str:
    cards = "".join(f'<div class="card"><a href="/y"><h4>{item}</h4></a></div>' for item in frame)
    replies = "".join(
        f'<div class="c-item"><span>user{i}</span><div class="c-text">{c}</div></div>'
        for i, c in enumerate(comments)
    )
    return (
        f'<div class="top"><a href="/">Portal</a><a href="/p">Politics</a></div><div class="wrap"><div class="col-main"><h1>{title}</h1><div class="date">13.07.2020 10:15</div>'
        f'<div class="article-text">{paragraphs(article)}</div><div class="share">Share this article</div>'
        f'<div class="block"><h3>Comments ({len(comments)})</h3>{replies}</div><div class="block"><h3>You may also like</h3>{cards}</div></div></div>'
    )


def ministry(title: str, article: list[str], comments: list[str], frame: list[str]) -> str:
    return (
        f'<div id="header"><a href="/">Ministry</a></div><table width="100%"><tr><td class="menu">{listed(["Structure", "Press"])}</td>'
        f'<td class="main"><div class="news-title"><h2>{title}</h2></div><div class="news-date">13.07.2020</div><div class="news-body">{"<br><br>".join(article)}</div></td>'
        f'<td class="right"><div class="title">Latest news</div>{listed(frame)}</td></tr></table><div id="footer">Press service</div>'
    )


def bulletin(title: str, article: list[str], comments: list[str], frame: list[str]) -> str:
    half = len(article) // 2
    return (
        f"<header><nav>{listed(['About', 'Reports'])}</nav></header><main><h1>{title}</h1><p>{article[0]}</p><h2>North</h2><ul>"
        + "".join(f"<li>{item}</li>" for item in article[1:half])
        + "</ul><h2>South</h2><ul>"
        + "".join(f"<li>{item}</li>" for item in article[half:])
        + f"</ul></main><section class='more'><h2>Related documents</h2>{listed(frame)}</section><footer>Mission</footer>"
    )


def wall(title: str, article: list[str], comments: list[str], frame: list[str]) -> str:
    """Divisions and nothing else; class names say nothing."""
    return (
        f"<div><div><div>Menu</div><div>Search</div></div><div><div><h1>{title}</h1>{paragraphs(article, 'div')}</div>"
        f"<div><div>{len(comments)} comments</div>{paragraphs(comments, 'div')}<div>Write a comment</div></div>"
        f"<div><div>Related news</div>{paragraphs(frame, 'div')}</div></div></div>"
    )


def threaded(title: str, article: list[str], comments: list[str], frame: list[str]) -> str:
    posts = "".join(
        f'<div id="comment-{i}" class="media"><h5>Anonymous</h5><p>{c}</p><a>Reply</a></div>'
        for i, c in enumerate(comments)
    )
    return (
        f'<nav class="navbar">The Outlet</nav><div class="container"><article class="node node--type-article"><h1><span>{title}</span></h1><div class="node__content">'
        f'<div class="field field--name-body">{paragraphs(article)}</div></div><section class="field--type-comment comment-wrapper"><h2>Comments</h2>{posts}</section></article>'
        f'<div class="region region-sidebar-second"><h2>Most read</h2>{listed(frame)}</div></div>'
    )


def russian(title: str, article: list[str], comments: list[str], frame: list[str]) -> str:
    replies = "".join(f'<div class="reply"><b>Гость</b><p>{c}</p></div>' for c in comments)
    return (
        f'<div class="header">Новости</div><div class="content"><h1>{title}</h1><span class="time">13 июля 2020, 10:15</span><div class="text">{paragraphs(article)}</div>'
        f'<div class="sub">Подписывайтесь на наш канал</div><div><h3>Читайте также</h3>{listed(frame)}</div><div><h3>Комментарии ({len(comments)})</h3>{replies}</div></div>'
    )


def magazine(title: str, article: list[str], comments: list[str], frame: list[str]) -> str:
    """Related links between the paragraphs."""
    body = "".join(
        f"<p>{item}</p>" + (f'<p><a href="/z">Read also: {frame[i]}</a></p>' if i < len(frame) else "")
        for i, item in enumerate(article)
    )
    return f'<header class="masthead">Magazine</header><article><h1>{title}</h1><figure><img src="a.jpg"></figure>{body}</article><div id="disqus_thread">{paragraphs(comments)}</div>'


def saved_text(title: str, article: list[str], comments: list[str], frame: list[str]) -> str:
    numbered = "\n\n".join(f"  {i}. {c}" for i, c in enumerate(comments, 1))
    return (
        f"{title}\n\n"
        + "\n\n".join(article)
        + f"\n\n{len(comments)} comments\n{numbered}\n\nLeave a Reply\n\nYour email address will not be published.\n\n"
        "Sign Up for Our Newsletters\n\nYou May Also Like\n\n" + "\n\n".join(frame) + "\n"
    )


TEMPLATES: dict[str, Callable[[str, list[str], list[str], list[str]], str]] = {
    f.__name__: f for f in (weblog, portal, ministry, bulletin, wall, threaded, russian, magazine, saved_text)
}
WITHOUT_COMMENTS = ("ministry", "bulletin")


def filled(name: str, rng: random.Random) -> Page:
    """A page of a template with three to nine sentences of article, up to four comments, two to six related headlines."""
    title = headline(rng)
    article = list(dict.fromkeys(sentence(rng) for _ in range(rng.randrange(3, 10))))
    comments = (
        []
        if name in WITHOUT_COMMENTS
        else list(dict.fromkeys(comment(rng) for _ in range(rng.randrange(1, 5))))
    )
    frame = list(dict.fromkeys(headline(rng) for _ in range(rng.randrange(2, 7))))
    frame = [item for item in frame if item != title]
    markup = TEMPLATES[name](title, article, comments, frame)
    if name == "saved_text":
        return Page(name, f"{name}.txt", markup.encode(), title, article, comments, frame)
    markup = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title} - The Outlet</title></head><body>{markup}</body></html>"
    return Page(name, f"{name}.html", markup.encode(), title, article, comments, frame)
