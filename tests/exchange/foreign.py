# ruff: noqa: E501
"""Files as other systems and other people write them."""

GIFT = """\
// A comment, and a category that has no place here.
$CATEGORY: $course$/top/Sessions

::Where it lives:: Where does the [[name]] cookie of Django live? {
    ~On the server # The server keeps the rest.
    =In the browser # Yes.
    ~In both
}

// No title; formats; escapes
[markdown]Which of these is **an assignment** in Python? { =x \\= 1 ~x \\=\\= 1 #That compares. ~\\{x\\} }

::Several:: [html]<p>Which of them <b>keep</b> a session on the server?</p><img src="a.png"> {
~%50%db # A row.
~%50%file
~%-100%signed_cookies # The cookie is all.
}

A session ends when the browser closes. {FALSE#It depends on the setting.#Well read.####See SESSION_EXPIRE_AT_BROWSER_CLOSE.}

::Typed::Which command cleans up? {=clearsessions =manage.py clearsessions}

::Pi::How much is 22/7? {#3.14:0.01}

::Range::A number from 1 to 5 {#1..5}

Django {~deletes =keeps} the row until it expires.

::Match::Which belongs together? {=db -> row =file -> file}

::Words::Say it in your own words. {}

A description, which asks nothing.

::Broken::What is missing? {=a brace ~or two
"""

MOODLE = """\
<?xml version="1.0" encoding="UTF-8"?>
<quiz>
  <question type="category"><category><text>$course$/Sessions</text></category></question>
  <question type="multichoice">
    <name><text>Where it lives</text></name>
    <questiontext format="html"><text><![CDATA[<p>Where does the <code>sessionid</code> live?</p>]]></text></questiontext>
    <generalfeedback format="html"><text>The browser sends it back.</text></generalfeedback>
    <single>true</single>
    <answer fraction="100" format="html"><text>In the browser</text><feedback format="html"><text>Yes.</text></feedback></answer>
    <answer fraction="0" format="html"><text>On the server</text><feedback format="html"><text>The rest does.</text></feedback></answer>
    <hint format="html"><text>Who sends it?</text></hint>
  </question>
  <question type="multichoice">
    <name><text>Several</text></name>
    <questiontext format="markdown"><text>Which keep a session *on the server*?</text></questiontext>
    <single>false</single>
    <answer fraction="50"><text>db</text></answer>
    <answer fraction="50"><text>file</text></answer>
    <answer fraction="-100"><text>signed_cookies</text><feedback><text>The cookie is all.</text></feedback></answer>
  </question>
  <question type="truefalse">
    <name><text>Closing</text></name>
    <questiontext format="html"><text>A session ends when the browser closes.</text></questiontext>
    <answer fraction="0"><text>true</text><feedback><text>It depends.</text></feedback></answer>
    <answer fraction="100"><text>false</text></answer>
  </question>
  <question type="shortanswer">
    <name><text>Typed</text></name>
    <questiontext format="plain_text"><text>Which command cleans up?</text></questiontext>
    <answer fraction="100"><text>clearsessions</text></answer>
    <answer fraction="0"><text>*</text></answer>
  </question>
  <question type="numerical">
    <name><text>Pi</text></name>
    <questiontext format="html"><text>How much is 22/7?</text></questiontext>
    <answer fraction="100"><text>3.14</text><tolerance>0.01</tolerance></answer>
  </question>
  <question type="essay"><name><text>Words</text></name><questiontext><text>Say it.</text></questiontext></question>
  <question type="ddimageortext"><name><text>Drag</text></name></question>
  <question type="multichoice"><name><text>Nothing right</text></name>
    <questiontext format="html"><text></text></questiontext></question>
</quiz>
"""

AIKEN = """\
Which of these is a planet?
A. Mars
B. Moon
C. Sun
ANSWER: A

Which is a star?
A) Mars
B) Sun
ANSWER: B
"""
