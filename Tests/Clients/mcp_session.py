"""Holds `lipflight mcp` against the protocol's official client (PyPI: mcp), which checks results against the tools' schemas.

Usage: mcp_session.py TOOL FOLDER. The folder holds talking.mp4 and speech.m4a; the environment names a sandbox.
"""
import asyncio
import os
import sys

from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client


async def session(mode):
    tool, folder = sys.argv[1:]
    server = StdioServerParameters(command=tool, args=["mcp", "--allow-private"], cwd=folder, env=dict(os.environ))
    async with Client(stdio_client(server), mode=mode) as client:
        tools = {each.name: each for each in (await client.list_tools()).tools}
        assert tools["submit"].annotations.destructive_hint and "max_credits" in tools["submit"].input_schema["required"]
        assert all(each.output_schema for each in tools.values())
        pair = {"video": "talking.mp4", "audio": "speech.m4a"}

        async def call(name, arguments, **more):
            result = await client.call_tool(name, arguments, **more)
            assert not result.is_error, (name, result.content)
            assert result.content[0].text, name
            return result

        for name in ["check", "estimate"]:
            await call(name, pair)
        await call("probe", {"source": "talking.mp4", "deep": True})
        await call("rules", {})
        paid = await call("submit", {**pair, "max_credits": 20})
        task = paid.structured_content["task"]["task_id"]
        steps = []

        async def progress(done, total, message):
            steps.append((done, message))

        await call("wait", {"task_id": task})
        out = "out-" + mode
        home = await call("fetch", {"task_id": task, "output": out, **pair}, progress_callback=progress)
        assert home.structured_content["verdict"] == "pass", home.structured_content
        assert any(part.type == "image" for part in home.content)
        assert steps, "no progress was told"
        results = [name for name in os.listdir(os.path.join(folder, out)) if name.endswith(".mp4")]
        proof = await call("verify", {"result": os.path.join(out, results[0]), **pair})
        assert proof.structured_content["verdict"] == "pass"
        assert task in str((await call("jobs", {})).structured_content)
        refused = await client.call_tool("check", {"video": "/etc/passwd", "audio": "speech.m4a"})
        assert refused.is_error and "open to you" in refused.content[0].text
    print(mode, "passed")


for mode in ["auto", "legacy"]:
    asyncio.run(session(mode))
